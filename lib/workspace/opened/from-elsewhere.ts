import { messageOf, type NotebookId } from "../../base";
import type { DataCell, Notebook } from "../../notebook";
import type { CameFrom, Stores } from "../../storage";
import type { DataClient } from "../data/data-client";
import type { PickedFile } from "../data/picked-file";
import type { Library } from "../library";
import type { UploadedFile } from "../notebook/edits";
import { cellDifferences, copiesOf, textHash, type CellDifference, type Copy } from "./copies";
import type { OpenedNotebook } from "./read-link";

/** Where something was opened from. */
export type Origin = Pick<CameFrom, "kind" | "address">;

/** A notebook that was made the person's own, and what of it could not be. */
export interface Adopted {
  readonly id: NotebookId;
  readonly problems: readonly string[];
}

interface Ports {
  readonly stores: Stores;
  readonly library: Library;
  readonly dataClient: () => DataClient;
}

/** Makes what was opened from elsewhere the person's own, and knows what they have of it already. */
export class FromElsewhere {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /**
   * Keeps a notebook in this browser as one from elsewhere: hosts and secrets are asked for at their use. Rows that came along are
   * the files of its data cells, but for those that `files` has. Runs nothing.
   */
  async adopt(opened: OpenedNotebook, origin: Origin, files: readonly PickedFile[] = []): Promise<Adopted> {
    const { library } = this.#ports;
    const { kept, problems } = await this.#keep(opened, files);
    const cameFrom = { ...origin, at: Date.now(), text: await textHash(opened) };
    return { id: await library.keep(opened.notebook, kept, cameFrom), problems };
  }

  /** The copies that the person has of it, the last changed first. */
  async copies(opened: OpenedNotebook, { address }: Origin): Promise<readonly Copy[]> {
    return await copiesOf(await textHash(opened), address, this.#ports.stores);
  }

  /** What is otherwise in it than in a notebook of this browser, cell by cell. Rejects where that is gone. */
  async difference(id: NotebookId, { notebook }: OpenedNotebook): Promise<readonly CellDifference[]> {
    return cellDifferences((await this.#ports.library.read(id)).notebook, notebook);
  }

  async #keep({ notebook, shared }: OpenedNotebook, files: readonly PickedFile[]) {
    const given = new Set(files.map(({ file }) => file.name));
    const samples = filedCells(notebook).flatMap((cell) => {
      const sample = shared.data.find(({ name }) => name === cell.name);
      const isHere = sample && sample.numSampled > 0 && sample.values.some((values) => values !== null);
      return isHere && !given.has(cell.source.file) ? [{ cell, sample }] : [];
    });
    const kept: UploadedFile[] = [];
    const problems: string[] = [];
    if (files.length === 0 && samples.length === 0) return { kept, problems };
    const data = this.#ports.dataClient();
    try {
      const api = await data.api();
      for (const file of files) kept.push(await api.keepFile(file));
      for (const { cell, sample } of samples)
        try {
          kept.push(await api.keepSample(sample, cell, cell.source.file));
        } catch (error) {
          problems.push(messageOf(error));
        }
    } finally {
      data.close();
    }
    return { kept, problems };
  }
}

type FiledCell = DataCell & { readonly source: { readonly type: "file"; readonly file: string } };

/** The data cells that read files of the notebook, each file once. */
export function filedCells({ cells }: Notebook): readonly FiledCell[] {
  const known = new Set<string>();
  return cells.flatMap((cell) => {
    if (cell.kind !== "data" || cell.source.type !== "file" || known.has(cell.source.file)) return [];
    known.add(cell.source.file);
    return [{ ...cell, source: cell.source }];
  });
}
