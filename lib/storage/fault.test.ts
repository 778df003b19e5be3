import { expect, test } from "vitest";
import { RunnelError } from "../base";
import { isLoss, openingFault, transactionFault } from "./fault";
import { openBrowserStores } from "./index";

test("[ST81] where there is no IndexedDB, opening says so", async () => {
  await expect(openBrowserStores()).rejects.toMatchObject({ code: "storage/unavailable" });
});

test.each([
  ["QuotaExceededError", "storage/full", "storage/full"],
  ["UnknownError", "storage/corrupt", "storage/lost"],
  ["AbortError", "storage/lost", "storage/lost"],
  ["InvalidStateError", "storage/unavailable", "storage/lost"],
  ["SecurityError", "storage/unavailable", "storage/failed"],
  ["VersionError", "storage/outdated", "storage/failed"],
  ["DataCloneError", "storage/unavailable", "storage/uncloneable"],
  ["NotFoundError", "storage/unavailable", "storage/corrupt"],
  ["DataError", "storage/unavailable", "storage/failed"],
])("[ST80] %s has a code and its cause", (name, atOpening, inTransaction) => {
  const cause = new DOMException("why", name);
  expect(openingFault(cause)).toMatchObject({ code: atOpening, cause });
  expect(transactionFault(cause)).toMatchObject({ code: inTransaction, cause });
  expect(transactionFault(cause).message).toContain("why");
});

test("[ST80] a quota that hides in an aborted transaction is no lost connection", () => {
  const cause = new DOMException("QuotaExceededError: the disk is full", "AbortError");
  expect(isLoss(cause)).toBe(false);
  expect(transactionFault(cause).code).toBe("storage/full");
  expect(openingFault(cause).code).toBe("storage/full");
});

test("[ST80] an error with a code keeps it", () => {
  const error = new RunnelError("storage/closed", "closed");
  expect(transactionFault(error)).toBe(error);
  expect(openingFault(error)).toBe(error);
});
