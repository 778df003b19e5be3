import { RunnelError } from "../base";
import { toBase64url } from "./base64url";
import { writeSample } from "./data/sample";
import { longestLink } from "./link-text";
import { joined } from "./parts";
import { writeRun } from "./run/write-run";
import type { PartKind, SharedNotebook } from "./shared-notebook";
import { ValueWriter } from "./values";

/** What every link begins with, and the version that follows. */
export const linkMark = "r";
export const linkVersion = "1";

/** A link's text, and what each of its parts costs. */
export interface EncodedLink {
  /** What follows `#`. */
  readonly text: string;
  /** In characters of the link, which are three quarters of a byte each; a sample has the name of its data cell. */
  readonly parts: readonly { readonly kind: PartKind; readonly name?: string; readonly characters: number }[];
}

/** A notebook as the text of a link. Throws `share/too-large` where that has more than 1,000,000 characters. */
export function encodeLink(shared: SharedNotebook): EncodedLink {
  const contents = [
    { kind: "notebook" as const, content: textBytes(shared.notebook) },
    ...(hasAbout(shared) ? [{ kind: "about" as const, content: writeAbout(shared) }] : []),
    ...(shared.run ? [{ kind: "run" as const, content: writeRun(shared.run) }] : []),
    ...shared.data.map((sample) => ({
      ...{ kind: "sample" as const, name: sample.name, content: writeSample(sample) },
    })),
  ];
  const { bytes, parts } = joined(contents);
  const text = `${linkMark}${linkVersion}${toBase64url(bytes)}`;
  if (text.length > longestLink)
    throw new RunnelError(
      "share/too-large",
      `This link would have ${text.length} characters, and a link has 1,000,000 at most. Leave rows out, or share a file.`,
    );
  return {
    text,
    parts: contents.map((content, index) => ({
      kind: content.kind,
      ...("name" in content && { name: content.name }),
      characters: Math.ceil(((parts[index]?.bytes.length ?? 0) * 4) / 3),
    })),
  };
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function hasAbout({ parameters, moment, origin }: SharedNotebook): boolean {
  return Object.keys(parameters).length > 0 || moment !== undefined || origin !== undefined;
}

function writeAbout({ parameters, moment, origin }: SharedNotebook): Uint8Array {
  const values = new ValueWriter();
  values.value([parameters, moment ?? null, origin ?? null]);
  return values.bytes;
}
