import type { NotebookId } from "../base";
import type { NotebookSession } from "./notebook/notebook-session";
import { Source, type Store } from "./shown/store";

/** A notebook that somebody looks at. */
export interface Look {
  readonly session: NotebookSession;
  /** Looks no longer; to be called once. */
  readonly leave: () => void;
}

interface Opened {
  readonly opening: Promise<NotebookSession>;
  /** Once it is open. */
  session?: NotebookSession;
  looks: number;
}

/**
 * The notebooks that are open in this tab, each once. One stays open while somebody looks at it, while it runs, and until what it
 * has to say was read: so a run goes on when its person looks at another page.
 */
export class OpenNotebooks {
  readonly #open: (id: NotebookId) => Promise<NotebookSession>;
  readonly #all = new Map<NotebookId, Opened>();
  /** Those that are being closed: whoever opens one again waits for it. */
  readonly #closing = new Map<NotebookId, Promise<void>>();
  readonly #running = new Source<readonly NotebookId[]>([]);

  constructor(open: (id: NotebookId) => Promise<NotebookSession>) {
    this.#open = open;
  }

  /** Those that run. */
  get running(): Store<readonly NotebookId[]> {
    return this.#running;
  }

  /** Opens a notebook, or gives the one that is open. Throws where there is none of that id. */
  async look(id: NotebookId): Promise<Look> {
    const opened = this.#all.get(id) ?? this.#begin(id);
    opened.looks++;
    const leave = () => {
      opened.looks--;
      // Who leaves may be back at once, as one who draws a page twice is.
      queueMicrotask(() => this.#closeUnused(id));
    };
    try {
      return { session: await opened.opening, leave };
    } catch (error) {
      opened.looks--;
      if (this.#all.get(id) === opened) this.#all.delete(id);
      throw error;
    }
  }

  /** Resolves once what was edited in them is saved, also in those that are being closed. */
  async saved(): Promise<void> {
    const saving = [...this.#all.values()].map(({ session }) => session?.save());
    await Promise.all([...saving, ...this.#closing.values()]);
  }

  /** Closes a notebook, whoever looks at it: its run is stopped. */
  async close(id: NotebookId): Promise<void> {
    const opened = this.#all.get(id);
    if (!opened) return await this.#closing.get(id);
    this.#all.delete(id);
    const closed = opened.opening
      .then((session) => session.close())
      .catch(() => undefined)
      .finally(() => this.#closing.delete(id));
    this.#closing.set(id, closed);
    await closed;
    this.#tell();
  }

  #begin(id: NotebookId): Opened {
    const opening = (this.#closing.get(id) ?? Promise.resolve()).then(() => this.#open(id));
    const opened: Opened = { opening, looks: 0 };
    this.#all.set(id, opened);
    const look = () => {
      this.#tell();
      this.#closeUnused(id);
    };
    opening.then(
      (session) => {
        opened.session = session;
        session.shows.isRunning.subscribe(look);
        session.shows.notices.subscribe(look);
      },
      // Who asked for it hears of it.
      () => undefined,
    );
    return opened;
  }

  #closeUnused(id: NotebookId): void {
    const { session, looks } = this.#all.get(id) ?? {};
    if (!session || looks !== 0) return;
    const { isRunning, notices } = session.shows;
    if (!isRunning.get() && notices.get().length === 0) void this.close(id);
  }

  #tell(): void {
    const running = [...this.#all].filter(([, { session }]) => session?.shows.isRunning.get());
    this.#running.set(running.map(([id]) => id));
  }
}
