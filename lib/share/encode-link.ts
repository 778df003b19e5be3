import { RunnelError } from "../base";
import { toBase64url } from "./base64url";
import { aboutPart, notebookPart, resultsPart, runPart, samplePart, type LinkPart } from "./link-parts";
import { linkMark, linkVersion, longestLink } from "./link-text";
import { joined, joinedLength, mostParts } from "./parts";
import { mostRead } from "./read-part";
import type { PartKind, SharedNotebook } from "./shared-notebook";

/** A link's text, and what each of its parts costs. */
export interface EncodedLink {
  /** What follows `#`. */
  readonly text: string;
  /** In characters of the link, which are three quarters of a byte each; a sample has the name of its data cell. */
  readonly parts: readonly { readonly kind: PartKind; readonly name?: string; readonly characters: number }[];
}

/** A notebook as the text of a link. Throws `share/too-large` where that has more than 1,000,000 characters, or nobody could read it. */
export function encodeLink(shared: SharedNotebook): EncodedLink {
  const about = aboutPart(shared);
  const run = shared.run && runPart(shared.run);
  const results = run && resultsPart(shared.results ?? [], run.tables);
  const parts = [
    notebookPart(shared.notebook),
    ...(about ? [about] : []),
    ...(run ? [run.part] : []),
    ...(results ? [results] : []),
    ...shared.data.map(samplePart),
  ];
  return {
    text: linkOf(parts),
    parts: parts.map(({ kind, name, bytes }) => ({
      kind,
      ...(name !== undefined && { name }),
      characters: Math.ceil((bytes.length * 4) / 3),
    })),
  };
}

/** Parts as the text of a link: the notebook first, then about, run, its results, and samples. Throws as `encodeLink` does. */
export function linkOf(parts: readonly LinkPart[]): string {
  const characters = charactersOf(parts);
  if (characters > longestLink)
    throw new RunnelError(
      "share/too-large",
      `This link would have ${characters.toLocaleString("en")} characters, and a link has 1,000,000 at most. Leave rows out, or share a file.`,
    );
  const cost = parts.reduce((sum, part) => sum + part.cost, 0);
  if (cost > mostRead || parts.length > mostParts)
    throw new RunnelError(
      "share/too-large",
      "This link would unpack to more than a link may hold. Leave rows out, or share a file.",
    );
  return `${linkMark}${linkVersion}${toBase64url(joined(parts))}`;
}

/** Characters of the link that parts make. */
export function charactersOf(parts: readonly LinkPart[]): number {
  return linkMark.length + linkVersion.length + Math.ceil((joinedLength(parts) * 4) / 3);
}
