import type { NotebookId } from "../../base";
import type { ToldResult } from "../../runtime";
import type { KeptEntry } from "../../storage";
import type { Mask } from "../secrets/mask";
import { holdsSecret, keptResult } from "./notebook-storage";

/** The results that a run tells with its events, until both are stored; and for which secrets some are not. */
export class ToldResults {
  readonly #notebookId: NotebookId;
  readonly #mask: Mask;
  readonly #secrets = new Set<string>();
  #kept: KeptEntry[] = [];

  constructor(notebookId: NotebookId, mask: Mask) {
    this.#notebookId = notebookId;
    this.#mask = mask;
  }

  /** Those that are to be stored with the next events. */
  get kept(): readonly KeptEntry[] {
    return this.#kept;
  }

  async take(told: readonly ToldResult[]): Promise<void> {
    for (const one of told) {
      const taken = await keptResult(one, this.#notebookId, this.#mask);
      if ("kept" in taken) this.#kept.push(taken.kept);
      else this.#secrets.add(taken.secret);
    }
  }

  /** Forgets what is stored, or has nowhere to go. */
  clear(): void {
    this.#kept = [];
  }

  /** What the log is to say of those that are not kept: each once. */
  takeWarnings(): readonly string[] {
    const names = [...this.#secrets];
    this.#secrets.clear();
    return names.map(
      (name) => `The result of a task is not kept, so the task will run again: ${holdsSecret(name)}`,
    );
  }
}
