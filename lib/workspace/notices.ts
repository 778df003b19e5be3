import type { Notice } from "./view";

/** What a person must know, each thing once until it is dismissed. */
export class Notices {
  #list: readonly Notice[] = [];
  #count = 0;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get list(): readonly Notice[] {
    return this.#list;
  }

  say(kind: Notice["kind"], text: string): void {
    if (this.#list.some((notice) => notice.text === text)) return;
    this.#list = [...this.#list, { id: this.#count++, kind, text }];
    this.#onChange();
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
    this.#onChange();
  }
}
