import { RunnelError, newIds } from "../base";
import { fromBase64url } from "./base64url";
import { Budget, ByteReader, malformed } from "./bytes";
import { checksum } from "./checksum";
import { readSample } from "./data/sample";
import { linkMark, linkVersion } from "./encode-link";
import { fragmentIn, longestLink } from "./link-text";
import { unpacked } from "./packed";
import { parted, type FoundPart } from "./parts";
import {
  cutLink,
  damagedLink,
  newerLink,
  notALink,
  partProblem,
  tooLongLink,
  type ShareProblem,
} from "./problem";
import { readRun } from "./run/read-run";
import type { SharedNotebook } from "./shared-notebook";
import { ValueReader } from "./values";

/** Bytes and characters that a link may come to. */
const mostRead = 16_000_000;

/** What a link holds, and what it has lost. */
export interface DecodedLink {
  /** Absent where no part could be read; what is lost is empty. */
  readonly shared?: SharedNotebook;
  /** Empty where all is there. */
  readonly problems: readonly ShareProblem[];
}

/** What is read, part by part. */
type Draft = { -readonly [K in keyof SharedNotebook]?: SharedNotebook[K] };

/** Reads a link, or what is left of one, whoever made it: an address, or what follows `#` in one. Never throws. */
export function decodeLink(text: string): DecodedLink {
  if (text.length > longestLink) return { problems: [tooLongLink] };
  const fragment = fragmentIn(text);
  const [mark, version] = [fragment.charAt(0), fragment.charAt(1)];
  if (fragment.length < 3 || mark !== linkMark || !/\d/.test(version)) return { problems: [notALink] };
  if (version !== linkVersion) return { problems: [newerLink] };
  return read(fromBase64url(fragment.slice(2)));
}

function read(bytes: Uint8Array): DecodedLink {
  const budget = new Budget(mostRead);
  const found = parted(bytes, budget);
  if (!found) return { problems: [cutLink] };
  const problems: ShareProblem[] = found.isHeadSound ? [] : [damagedLink];
  const draft: Draft = {};
  for (const part of found.parts) {
    const problem = take(part, draft, budget);
    if (problem) problems.push(problem);
  }
  if (Object.keys(draft).length === 0) return { problems };
  return { shared: { notebook: "", parameters: {}, data: [], ...draft }, problems };
}

/** Adds what a part says to a draft. Gives what is lost of it. */
function take(part: FoundPart, draft: Draft, budget: Budget): ShareProblem | undefined {
  const { kind, isSound, isWhole } = part;
  const damage = isSound ? undefined : isWhole ? "share/checksum" : "share/cut";
  try {
    if (kind === "notebook") {
      const { bytes, isWhole: isAll } = unpacked(part.bytes, budget);
      if (damage && bytes.length === 0) return partProblem(damage, kind);
      draft.notebook = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, {
        stream: damage !== undefined,
      });
      return damage || !isAll ? partProblem(damage ?? "share/malformed", kind, true) : undefined;
    }
    // A sentence that lacks its end still helps; a run or rows that say something else do not.
    if (damage) return partProblem(damage, kind);
    const { bytes, isWhole: isAll } = unpacked(part.bytes, budget);
    if (!isAll) throw malformed();
    switch (kind) {
      case "about":
        Object.assign(draft, readAbout(bytes, budget));
        return undefined;
      case "run": {
        const { lines, leftOut } = readRun(bytes, budget, checksum(part.bytes));
        draft.run = lines;
        return leftOut > 0 ? partProblem("share/events-left-out", kind, true) : undefined;
      }
      case "sample":
        draft.data = [...(draft.data ?? []), readSample(bytes, budget)];
        return undefined;
    }
  } catch (error) {
    const isTooLarge = error instanceof RunnelError && error.code === "share/too-large";
    return partProblem(isTooLarge ? "share/too-large" : "share/malformed", kind);
  }
}

function readAbout(bytes: Uint8Array, budget: Budget): Draft {
  const reader = new ByteReader(bytes, budget);
  const about = new ValueReader(
    reader,
    newIds(
      () => 0,
      () => 0,
    ),
  ).value();
  reader.end();
  const [parameters, moment, origin] = (Array.isArray(about) ? about : []) as readonly unknown[];
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) throw malformed();
  return {
    parameters: parameters as Readonly<Record<string, unknown>>,
    ...(typeof moment === "string" && { moment }),
    ...(typeof origin === "string" && { origin }),
  };
}
