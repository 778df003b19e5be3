import { expect, test } from "vitest";
import type { LogLine } from "../../engine";
import { LineBook, type LogLines } from "./log-lines";

const line = (number: number): LogLine => ({
  ...{ at: number, level: "info", message: `line ${number}`, flowRunId: null, taskRunId: null },
});
const texts = ({ count, at }: LogLines) => Array.from({ length: count }, (_, index) => at(index)?.message);

test("WS52 a look at a run's lines stays as it was, however many come after", () => {
  const book = new LineBook();
  book.push(line(0));
  const look = book.look;
  expect(book.look).toBe(look);
  const early = texts(look);
  const number = book.push(line(1));
  book.change(number, { message: "changed" });
  expect(texts(look)).toEqual(early);
  expect(texts(book.look)).toEqual(["line 0", "changed"]);
});

test("WS52 the latest lines are kept, and numbered as if all were", () => {
  const book = new LineBook();
  const total = 25_000;
  const numbers = Array.from({ length: total }, (_, index) => book.push(line(index)));
  expect(numbers).toEqual(Array.from({ length: total }, (_, index) => index));
  const look = book.look;
  expect(look.first + look.count).toBe(total);
  expect(look.count).toBeGreaterThanOrEqual(5_000);
  expect(look.at(0)?.message).toBe(`line ${look.first}`);
  expect(look.at(look.count - 1)?.message).toBe(`line ${total - 1}`);
  book.change(0, { message: "of a line that is gone" });
  expect(book.look).toBe(look);
});
