import * as v from "valibot";
import type { NotebookId } from "../../base";

/** Where this tab keeps what could not be saved, at once and until it is reloaded: the page's session storage. */
export interface DraftPlace {
  get(key: string): string | null;
  set(key: string, text: string): void;
  remove(key: string): void;
}

/** A notebook's text that could not be saved. */
export interface Draft {
  readonly text: string;
  /** The stored revision that it was made from. */
  readonly revision: number;
  readonly files: Readonly<Record<string, string>>;
}

const shape: v.GenericSchema<unknown, Draft> = v.object({
  text: v.string(),
  revision: v.number(),
  files: v.record(v.string(), v.string()),
});

/** Unsaved text of notebooks: kept when saving fails, read when the notebook is opened again. */
export class Drafts {
  readonly #place: DraftPlace;

  constructor(place: DraftPlace) {
    this.#place = place;
  }

  read(id: NotebookId): Draft | undefined {
    try {
      const parsed = v.safeParse(shape, JSON.parse(this.#place.get(keyOf(id)) ?? ""));
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether it could be kept. */
  write(id: NotebookId, { text, revision, files }: Draft): boolean {
    try {
      this.#place.set(keyOf(id), JSON.stringify({ text, revision, files }));
      return true;
    } catch {
      return false;
    }
  }

  remove(id: NotebookId): void {
    try {
      this.#place.remove(keyOf(id));
    } catch {
      // A place that is denied has kept nothing.
    }
  }
}

function keyOf(id: NotebookId): string {
  return `runnel:draft:${id}`;
}
