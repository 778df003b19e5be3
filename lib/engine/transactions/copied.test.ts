import { expect, test } from "vitest";
import { copied } from "./copied";

test("a value that is nested too deeply to be kept is refused by name", () => {
  let deep: unknown = {};
  for (let level = 0; level < 100_000; level++) deep = level % 2 > 0 ? [deep] : { deep };
  expect(() => copied(deep)).toThrow(
    expect.objectContaining({
      name: "SerializationError",
      message: expect.stringContaining("too deeply") as string,
    }),
  );
});
