import { RunnelError, errorName, isError, messageOf } from "../base";

/** What can go wrong with storage, and what its person can do about it. */
const advice = {
  "storage/full":
    "There is no room left in this browser: free some under Storage on the start page, or on the disk.",
  "storage/unavailable":
    "This browser stores nothing for this page: leave private browsing, or allow the site its data.",
  "storage/outdated": "A newer version of Runnel has these data: reload the page.",
  "storage/blocked":
    "Another tab of Runnel keeps the data from opening: close the other tabs and reload this one.",
  "storage/stuck":
    "The browser does not answer about what it stored. Close all tabs of Runnel and open it again; if that does not help, restart the browser.",
  "storage/corrupt":
    "The browser cannot read what it stored: restart it. If that does not help, clear this site's data and import your notebooks again.",
  "storage/lost": "The browser lost its connection to the data, twice: reload the page.",
  "storage/uncloneable":
    "This value cannot be stored: give plain data, without functions, promises or proxies in it.",
  "storage/insecure": "Secrets can only be kept on a secure page: open Runnel over https, or on localhost.",
  "storage/closed": "These stores were closed: open them again.",
  "backup/foreign": "This is no backup of Runnel: choose a file whose name ends in .runnel.",
  "backup/newer": "This backup was made by a newer version of Runnel: reload the page, or update it.",
  "backup/truncated": "This backup ends in the middle: copy or download it again.",
  "backup/damaged": "This backup was changed or damaged, and nothing of it was restored: use another copy.",
  "storage/removed":
    "This notebook was deleted in another tab, or with all of this site's data: nothing more of it is kept. Put it back, or make a copy of it.",
  "storage/failed": "The browser refused to store or to read this.",
} as const;

export type StorageCode = keyof typeof advice;

export function fault(code: StorageCode, cause?: unknown): RunnelError {
  const detail = cause === undefined ? "" : ` (${errorName(cause)}: ${messageOf(cause)})`;
  return new RunnelError(code, advice[code] + detail, cause === undefined ? {} : { cause });
}

/** Whether the connection may be at fault, so that a new one is worth a try. */
export function isLoss(error: unknown): boolean {
  return !isQuota(error) && ["AbortError", "InvalidStateError", "UnknownError"].includes(errorName(error));
}

/** Whether the browser lost one record: Chromium keeps large values in files of their own. The others can be read. */
export function isLostRecord(error: unknown): boolean {
  return errorName(error) === "NotReadableError";
}

/** An error of a transaction, with a code. */
export function transactionFault(error: unknown): RunnelError {
  if (error instanceof RunnelError) return error;
  if (isQuota(error)) return fault("storage/full", error);
  if (isLoss(error)) return fault("storage/lost", error);
  switch (errorName(error)) {
    case "DataCloneError":
      return fault("storage/uncloneable", error);
    // An object store is missing.
    case "NotFoundError":
      return fault("storage/corrupt", error);
    default:
      return fault("storage/failed", error);
  }
}

/** An error of opening the database, with a code. */
export function openingFault(error: unknown): RunnelError {
  if (error instanceof RunnelError) return error;
  if (isQuota(error)) return fault("storage/full", error);
  switch (errorName(error)) {
    case "VersionError":
      return fault("storage/outdated", error);
    case "UnknownError":
      // Chromium says so where a person denies the site its data.
      return fault(/denied/.test(messageOf(error)) ? "storage/unavailable" : "storage/corrupt", error);
    case "AbortError":
      return fault("storage/lost", error);
    default:
      return fault("storage/unavailable", error);
  }
}

/** Near the limit some browsers say only that the transaction was aborted, and why in the message. */
function isQuota(error: unknown): boolean {
  const name = errorName(error);
  return (
    name === "QuotaExceededError" || (name === "AbortError" && isError(error) && /quota/i.test(error.message))
  );
}
