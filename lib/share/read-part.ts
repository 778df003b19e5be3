import { RunnelError, newIds } from "../base";
import { ByteReader, malformed, type Budget } from "./bytes";
import { checksum } from "./checksum";
import { readResults } from "./data/results";
import { readSample } from "./data/sample";
import { unpacked } from "./packed";
import type { FoundPart } from "./parts";
import { partProblem, type ShareProblem } from "./problem";
import { readRun } from "./run/read-run";
import type { SharedNotebook } from "./shared-notebook";
import { ValueReader } from "./values";

/** Bytes and characters that a link may come to. */
export const mostRead = 16_000_000;

/** What is read, part by part. */
export type Draft = { -readonly [K in keyof SharedNotebook]?: SharedNotebook[K] };

/** Adds what a part says to a draft. Gives what is lost of it. */
export function readPart(part: FoundPart, draft: Draft, budget: Budget): ShareProblem | undefined {
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
      case "results":
        draft.results = readResults(bytes, budget);
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
