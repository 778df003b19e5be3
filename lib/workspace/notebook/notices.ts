import { Source, type Store } from "../shown/store";
import type { Notice } from "../shown/view";

/** What a person must know, each thing once until it is dismissed. */
export class Notices {
  readonly #list = new Source<readonly Notice[]>([]);
  #count = 0;

  get list(): Store<readonly Notice[]> {
    return this.#list;
  }

  say(kind: Notice["kind"], text: string): void {
    const list = this.#list.get();
    if (!list.some((notice) => notice.text === text))
      this.#list.set([...list, { id: this.#count++, kind, text }]);
  }

  dismiss(id: number): void {
    this.#list.set(this.#list.get().filter((notice) => notice.id !== id));
  }
}
