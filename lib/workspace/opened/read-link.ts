import { messageOf, newIds, RunnelError } from "../../base";
import { readForeignNotebook, type Notebook } from "../../notebook";
import { decodeLink, type SharedNotebook } from "../../share";
import type { PickedFile } from "../data/picked-file";
import { courseIn } from "../lessons/course";
import { titleOf } from "../notebook/notebook-title";

/** A notebook that is shown and not kept: it came in a link, or from an address. */
export interface OpenedNotebook {
  readonly notebook: Notebook;
  /** What came with it. */
  readonly shared: SharedNotebook;
  /** Files that came with it whole. */
  readonly files?: readonly PickedFile[];
}

/** A link that was read: what it holds, as far as that could be made out, and what it has lost, for people. */
export interface ReadLink {
  /** Absent where there is nothing to show. */
  readonly opened?: OpenedNotebook;
  readonly problems: readonly string[];
  /** Whether some of the notebook's text may be lost. */
  readonly isCut: boolean;
}

/** Reads a link, whoever made it and whatever became of it on its way. Never throws. */
export async function readLink(text: string): Promise<ReadLink> {
  const { shared, problems } = decodeLink(text);
  const lost = problems.map(({ message }) => message);
  const isCut = problems.some(({ part }) => part === undefined || part === "notebook");
  if (!shared) return { problems: lost, isCut };
  try {
    return { opened: await openedFrom(shared), problems: lost, isCut };
  } catch (error) {
    return { problems: [...lost, messageOf(error)], isCut };
  }
}

/** Whether what was read is a lesson, or a list of them. */
export function isForLearning({ opened }: ReadLink): boolean {
  if (!opened) return false;
  const { settings, cells } = opened.notebook;
  if (settings["lesson"] !== undefined) return true;
  return cells.every(({ kind }) => kind === "markdown") && courseIn(opened.shared.notebook) !== undefined;
}

/** The notebook that a text says, with what came along. Throws where that is more than a notebook from elsewhere may have. */
async function openedFrom(shared: SharedNotebook): Promise<OpenedNotebook> {
  const newId = newIds(Date.now, Math.random);
  const { notebook } = await readForeignNotebook(new File([shared.notebook], "link.md"), newId);
  return { notebook, shared };
}

/** Notebooks and data that came out of one file. */
interface Brought {
  readonly notebooks: readonly File[];
  readonly data: readonly PickedFile[];
}

/** The notebook that a file from elsewhere holds, with its data. Throws for one that holds none, and for more than a notebook from elsewhere may have. */
export async function openedFile({
  notebooks: [file, ...others],
  data,
}: Brought): Promise<Required<ReadLink>> {
  if (!file)
    throw new RunnelError(
      "link/no-notebook",
      "There is no notebook at this address. If it is data or a backup, download it, and drop it on the home page.",
    );
  const newId = newIds(Date.now, Math.random);
  const { notebook } = await readForeignNotebook(file, newId);
  const title = titleOf(notebook, file.name);
  const shared = { notebook: await file.text(), parameters: {}, data: [] };
  const opened = { notebook: { ...notebook, title }, shared, ...(data.length > 0 && { files: data }) };
  const names = others.map(({ name }) => `“${name}”`).join(", ");
  const problems =
    others.length > 0
      ? [
          `Only “${file.name}” is shown. There is also ${names}: to have these, too, download the file, and drop it on the home page.`,
        ]
      : [];
  return { opened, problems, isCut: false };
}
