import { messageOf, systemClock, type NotebookId } from "../../base";
import type { DataFormat, Notebook } from "../../notebook";
import type { CameFrom, Stores } from "../../storage";
import type { DataClient } from "../data/data-client";
import type { Library } from "../library";
import type { UploadedFile } from "../notebook/edits";
import { cameAlong } from "./came-along";
import { cellDifferences, copiesOf, textHash, type CellDifference, type Copy } from "./copies";
import { filedCells } from "./filed-cells";
import type { OpenedNotebook } from "./read-link";
import type { StandIns } from "./stand-ins";

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
   * the files of its data cells, but for those that something stands in for. Runs nothing.
   */
  async adopt(opened: OpenedNotebook, origin: Origin, standIns: StandIns = new Map()): Promise<Adopted> {
    const { library } = this.#ports;
    const { kept, made, problems } = await this.#keep(opened, standIns);
    const notebook = readAsGiven(opened.notebook, kept, standIns);
    const text = await textHash(opened);
    const cameFrom = { ...origin, at: systemClock.now(), text, ...cameAlong(opened, made) };
    return { id: await library.keep(notebook, kept, cameFrom), problems };
  }

  /** The copies that the person has of it, the last changed first. */
  async copies(opened: OpenedNotebook, { address }: Origin): Promise<readonly Copy[]> {
    return await copiesOf(await textHash(opened), address, this.#ports.stores);
  }

  /** What is otherwise in it than in a notebook of this browser, cell by cell. Rejects where that is gone. */
  async difference(id: NotebookId, { notebook }: OpenedNotebook): Promise<readonly CellDifference[]> {
    return cellDifferences((await this.#ports.library.read(id)).notebook, notebook);
  }

  async #keep({ notebook, shared, files = [] }: OpenedNotebook, standIns: StandIns) {
    const given: StandIns = new Map([...files.map((one) => [one.file.name, one] as const), ...standIns]);
    const samples = filedCells(notebook).flatMap((cell) => {
      const sample = shared.data.find(({ name }) => name === cell.name);
      const isHere = sample && sample.numSampled > 0 && sample.values.some((values) => values !== null);
      return isHere && !given.has(cell.source.file) ? [{ cell, sample }] : [];
    });
    const kept: UploadedFile[] = [];
    const made = new Set<string>();
    const problems: string[] = [];
    if (given.size === 0 && samples.length === 0) return { kept, made, problems };
    const data = this.#ports.dataClient();
    try {
      const api = await data.api();
      for (const [file, picked] of given) kept.push({ ...(await api.keepFile(picked)), file });
      for (const { cell, sample } of samples)
        try {
          kept.push(await api.keepSample(sample, cell, cell.source.file));
          made.add(cell.source.file);
        } catch (error) {
          problems.push(messageOf(error));
        }
    } finally {
      data.close();
    }
    return { kept, made, problems };
  }
}

/** Has data cells read what stands in for their files: one of another format has nothing of how the first was written. */
function readAsGiven(notebook: Notebook, kept: readonly UploadedFile[], standIns: StandIns): Notebook {
  const formats = new Map<string, DataFormat>();
  for (const { file, format } of kept) {
    const given = standIns.get(file)?.file.name;
    if (given !== undefined && given !== file) formats.set(file, format);
  }
  const cells = notebook.cells.map((cell) => {
    if (cell.kind !== "data" || cell.source.type !== "file") return cell;
    const format = formats.get(cell.source.file) ?? cell.format;
    return format === cell.format ? cell : { ...cell, format, options: {} };
  });
  return { ...notebook, cells };
}
