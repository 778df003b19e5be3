import { expect, test } from "vitest";
import { deferred } from "../../base";
import { Scope } from "./scope";

test("what is raced in a scope that is cancelled may fail later, unheard", async () => {
  const scope = new Scope();
  const reason = new Error("stop");
  scope.cancel(reason);
  const late = deferred<never>();
  await expect(scope.race(late.promise)).rejects.toBe(reason);
  const unhandled: unknown[] = [];
  const hear = (error: unknown) => void unhandled.push(error);
  process.on("unhandledRejection", hear);
  late.reject(new Error("late"));
  await new Promise<void>((resolve) => void setImmediate(resolve));
  process.off("unhandledRejection", hear);
  expect(unhandled).toEqual([]);
});
