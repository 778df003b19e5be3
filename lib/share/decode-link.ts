import { fromBase64url } from "./base64url";
import { Budget } from "./bytes";
import { fragmentIn, linkMark, linkVersion, longestLink } from "./link-text";
import { parted } from "./parts";
import { cutLink, damagedLink, newerLink, notALink, tooLongLink, type ShareProblem } from "./problem";
import { mostRead, readPart, type Draft } from "./read-part";
import type { SharedNotebook } from "./shared-notebook";

/** What a link holds, and what it has lost. */
export interface DecodedLink {
  /** Absent where no part could be read; what is lost is empty. */
  readonly shared?: SharedNotebook;
  /** Empty where all is there. */
  readonly problems: readonly ShareProblem[];
}

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
    const problem = readPart(part, draft, budget);
    if (problem) problems.push(problem);
  }
  if (Object.keys(draft).length === 0) return { problems };
  return { shared: { notebook: "", parameters: {}, data: [], ...draft }, problems };
}
