import { expect, test } from "vitest";
import { stateLookOf } from "../app/_ui/state";

const names = [
  ...["Scheduled", "Pending", "Running", "Completed", "Failed", "Crashed", "Cancelled", "Cancelling"],
  ...["Paused", "Cached", "RolledBack", "Retrying", "AwaitingRetry", "TimedOut", "NotReady"],
];

test("no two states have the same icon, and Cached is no shade of Completed", () => {
  const icons = names.map((name) => stateLookOf(name).icon.displayName);
  expect(new Set(icons).size).toBe(names.length);
  expect(stateLookOf("Cached").fill).not.toBe(stateLookOf("Completed").fill);
});
