import { loadWorkbench, type ProseNode, type ProseReader } from "@/lib/workspace";
import { fileUrl } from "../_shell/base-url";

let opening: Promise<ProseReader> | undefined;
let opened: ProseReader | undefined;

/** The page's reader; what keeps it from being loaded may pass. */
export async function proseReader(): Promise<ProseReader> {
  opening ??= loadWorkbench().then((bench) => (opened = new bench.ProseReader(fileUrl("workers/prose.js"))));
  return await opening.catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
}

/** What a text says, where it was read before. */
export function knownProse(text: string): readonly ProseNode[] | undefined {
  return opened?.known(text);
}
