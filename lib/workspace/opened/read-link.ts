import { messageOf, newIds } from "../../base";
import { readForeignNotebook, type Notebook } from "../../notebook";
import { decodeLink, type SharedNotebook } from "../../share";

/** A notebook that is shown and not kept: it came in a link, or from an address. */
export interface OpenedNotebook {
  readonly notebook: Notebook;
  /** What came with it. */
  readonly shared: SharedNotebook;
}

/** A link that was read: what it holds, as far as that could be made out, and what it has lost, for people. */
export interface ReadLink {
  /** Absent where there is nothing to show. */
  readonly opened?: OpenedNotebook;
  readonly problems: readonly string[];
}

/** Reads a link, whoever made it and whatever became of it on its way. Never throws. */
export async function readLink(text: string): Promise<ReadLink> {
  const { shared, problems } = decodeLink(text);
  const lost = problems.map(({ message }) => message);
  if (!shared) return { problems: lost };
  try {
    return { opened: await openedFrom(shared), problems: lost };
  } catch (error) {
    return { problems: [...lost, messageOf(error)] };
  }
}

/** The notebook that a text says, with what came along. Throws where that is more than a notebook from elsewhere may have. */
async function openedFrom(shared: SharedNotebook): Promise<OpenedNotebook> {
  const newId = newIds(Date.now, Math.random);
  const { notebook } = await readForeignNotebook(new File([shared.notebook], "link.md"), newId);
  return { notebook, shared };
}

/** The notebook that a file from elsewhere is. Throws for what is none, and for more than a notebook from elsewhere may have. */
export async function openedFile(file: File): Promise<OpenedNotebook> {
  const newId = newIds(Date.now, Math.random);
  const { notebook } = await readForeignNotebook(file, newId);
  const title = notebook.title === "" ? file.name.replace(/\.[^.]*$/, "") : notebook.title;
  const shared = { notebook: await file.text(), parameters: {}, data: [] };
  return { notebook: { ...notebook, title }, shared };
}
