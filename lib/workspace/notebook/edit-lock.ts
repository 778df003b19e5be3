import { deferred, sleep, type Clock, type Deferred, type NotebookId } from "../../base";
import type { Locks } from "../locks";
import type { NotebookChannel } from "./notebook-channel";
import { Source, type Store } from "../shown/store";
import type { Editing } from "../shown/view";

/** The lock of the tab that edits a notebook. */
export function editLockName(id: NotebookId): string {
  return `runnel:edit:${id}`;
}

interface EditLockPorts {
  readonly id: NotebookId;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly channel: Pick<NotebookChannel, "send">;
  /** Reads what the tab before has saved: nothing is edited before that. */
  readonly onGained: () => Promise<void>;
  /** Saves what is not saved: another tab waits for it. */
  readonly onAsked: () => Promise<void>;
  /** Reads what the tab that has it now has saved: one that was frozen meanwhile did not hear of it. */
  readonly onLost: () => void;
}

/** Milliseconds that another tab has to answer, unless it is frozen. */
const patience = 1000;

/**
 * Who may edit a notebook: the one tab that holds its lock, which dies with the tab. The others wait for it; one that
 * is told to take over asks the holder to save first, and takes the lock from it if it does not answer.
 */
export class EditLock {
  readonly #ports: EditLockPorts;
  readonly #closed = new AbortController();
  #hold: Deferred<undefined> | undefined;
  #waiting: AbortController | undefined;
  readonly #editing = new Source<Editing>("unknown");
  #given = deferred<undefined>();
  readonly #held = deferred<undefined>();
  readonly #opened = deferred<undefined>();

  constructor(ports: EditLockPorts) {
    this.#ports = ports;
  }

  /** Which tab may edit. */
  get editing(): Store<Editing> {
    return this.#editing;
  }

  /** Whether this tab may edit. */
  get isHeld(): boolean {
    return this.#editing.get() === "here";
  }

  /** Whether this tab may edit, once that is known; false where the notebook was closed meanwhile. */
  async known(): Promise<boolean> {
    await this.#opened.promise;
    return this.isHeld;
  }

  /** Takes the lock where it is free, and else finds out whether another tab edits, of which `known` tells. */
  async open(): Promise<void> {
    await this.#request({ ifAvailable: true });
    if (this.#hold) this.#opened.resolve(undefined);
    else void this.#findOut();
  }

  /** Lets this tab edit; the one that did has saved before, and can only read from then on. */
  async takeOver(): Promise<void> {
    if (this.isHeld) return;
    this.#given = deferred();
    this.#ports.channel.send({ type: "ask" });
    const late = sleep(this.#ports.clock, patience, this.#closed.signal).catch(() => undefined);
    await Promise.race([this.#given.promise, late]);
    if (this.#hold || this.#closed.signal.aborted) return;
    this.#waiting?.abort();
    await this.#request({ steal: true });
  }

  /** Another tab wants to edit. */
  async asked(): Promise<void> {
    const hold = this.#hold;
    if (!hold) return;
    this.#editing.set("elsewhere");
    await this.#ports.onAsked();
    hold.resolve(undefined);
    this.#ports.channel.send({ type: "given" });
  }

  /** Another tab asks who edits. */
  whoAsked(): void {
    if (this.#hold) this.#ports.channel.send({ type: "held" });
  }

  /** Another tab says that it does. */
  held(): void {
    this.#held.resolve(undefined);
  }

  /** Another tab has let go of the notebook. */
  given(): void {
    this.#given.resolve(undefined);
  }

  close(): void {
    this.#closed.abort();
    this.#waiting?.abort();
    this.#hold?.resolve(undefined);
    this.#opened.resolve(undefined);
  }

  /** A tab that has the lock says so when it is asked; a page that is being left says nothing, and lets go of it soon. */
  async #findOut(): Promise<void> {
    const { channel, clock } = this.#ports;
    const gained = this.#wait();
    channel.send({ type: "who" });
    const late = sleep(clock, patience, this.#closed.signal).catch(() => undefined);
    await Promise.race([gained, this.#held.promise, late]);
    if (!this.isHeld) this.#editing.set("elsewhere");
    this.#opened.resolve(undefined);
  }

  /** Stands in line for the lock; resolves once this tab has it. */
  async #wait(): Promise<void> {
    if (this.#waiting || this.#closed.signal.aborted) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    await this.#request({ signal: waiting.signal });
  }

  /** Asks for the lock; resolves once this tab has it and may edit, or will not get it. */
  #request(options: LockOptions): Promise<void> {
    const over = deferred<undefined>();
    const hold = deferred<undefined>();
    const { id, locks } = this.#ports;
    const request = locks.request(editLockName(id), options, async (lock) => {
      if (!lock) return;
      this.#waiting = undefined;
      this.#hold = hold;
      // What it cannot read now, no save will write over.
      await this.#ports.onGained().catch(() => undefined);
      if (this.#hold === hold) this.#editing.set("here");
      over.resolve(undefined);
      await hold.promise;
    });
    const lose = () => {
      over.resolve(undefined);
      if (this.#hold !== hold) return;
      this.#hold = undefined;
      this.#editing.set("elsewhere");
      if (this.#closed.signal.aborted) return;
      this.#ports.onLost();
      void this.#wait();
    };
    // It rejects where another tab has taken the lock, and where waiting for it was given up.
    request.then(lose, lose);
    return over.promise;
  }
}
