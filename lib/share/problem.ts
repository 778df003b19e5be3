import type { PartKind } from "./shared-notebook";

/** What is wrong with a link. */
export type ShareProblemCode =
  | "share/not-a-link"
  | "share/newer"
  | "share/too-large"
  | "share/cut"
  | "share/checksum"
  | "share/malformed"
  | "share/events-left-out";

/** What a link has lost, and what to do. */
export interface ShareProblem {
  readonly code: ShareProblemCode;
  readonly message: string;
  /** What it is about; absent: the link as a whole. */
  readonly part?: PartKind;
}

const partNames: Record<PartKind, string> = {
  notebook: "notebook",
  about: "choice of parameters and moment",
  run: "recorded run",
  sample: "data sample",
  results: "rows of the run's tables",
};

const again = "Ask for the link again, or for the notebook's file.";

/** What a part is called. */
export function partText(part: PartKind): string {
  return partNames[part];
}

/** A problem of a part, said for people. */
export function partProblem(
  code: Exclude<ShareProblemCode, "share/not-a-link" | "share/newer">,
  part: PartKind,
  isPartThere = false,
): ShareProblem {
  const name = partNames[part];
  const what = isPartThere ? `What can be read of the ${name} is shown.` : `The ${name} is left out.`;
  const why = {
    "share/cut": `The link ends too early, in its ${name}.`,
    "share/checksum": `The link was changed on its way, in its ${name}.`,
    "share/too-large": `The ${name} in this link unpacks to more than a link may hold.`,
    "share/malformed": `The ${name} in this link is not in the form that Runnel writes.`,
    "share/events-left-out": `The recorded run in this link says things that cannot have happened.`,
  }[code];
  return { code, part, message: `${why} ${what} ${again}` };
}

export const notALink: ShareProblem = {
  code: "share/not-a-link",
  message: "This address holds no notebook. Check that it was copied as a whole, from “https” to its end.",
};

export const newerLink: ShareProblem = {
  code: "share/newer",
  message: "This link was made by a newer version of Runnel. Load this page again to get that version.",
};

export const tooLongLink: ShareProblem = {
  code: "share/too-large",
  message:
    "This link has more than 1,000,000 characters, which is more than Runnel makes. Ask for the notebook's file.",
};

export const damagedLink: ShareProblem = {
  code: "share/checksum",
  message: `The link was changed on its way, where it says what it holds. What can be read of it is shown. ${again}`,
};

export const cutLink: ShareProblem = {
  code: "share/cut",
  message: `The link ends before its notebook begins. ${again}`,
};
