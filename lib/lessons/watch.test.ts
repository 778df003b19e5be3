import { expect, test } from "vitest";
import { watchedIn, withLinks } from ".";

test("[LE5] an address names a task, a state and which time", () => {
  expect(watchedIn("watch:fetch/AwaitingRetry")).toEqual({ name: "fetch", state: "AwaitingRetry", time: 1 });
  expect(watchedIn("watch:fetch/Retrying/2")).toEqual({ name: "fetch", state: "Retrying", time: 2 });
  for (const other of ["watch:fetch", "watch:/Failed", "watch:a/B/0", "https://a.b/c", "watch:a/B?c", ""])
    expect(watchedIn(other), other).toBeUndefined();
});

test("[LE5] links stand among a check's words", () => {
  expect(withLinks("It failed: [watch it](watch:a/Failed), [twice](watch:a/Failed/2)")).toEqual([
    "It failed: ",
    { text: "watch it", address: "watch:a/Failed" },
    ", ",
    { text: "twice", address: "watch:a/Failed/2" },
    "",
  ]);
  expect(withLinks("none [of them](https://a.b)")).toEqual(["none [of them](https://a.b)"]);
});
