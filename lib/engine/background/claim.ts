import { AbortError, type TaskRunId } from "../../base";
import type { Core } from "../context";
import { isOfThisRealm } from "../ports/memory-storage";

/** Milliseconds for which a claim is good unless it is renewed, and between two renewals. */
const term = 60_000;
const renewal = 20_000;

interface ClaimRecord {
  readonly version: 1;
  /** Milliseconds since the epoch; null: never, as nobody of this realm can be gone without the others. */
  readonly expires: number | null;
}

/** Somebody else's claim: until when it is good at least. */
interface Taken {
  readonly until: number | null;
}

/** Hears why a claim could not be kept up. */
type Lost = (reason: Error) => void;

/**
 * The right to run one queued run, which one serving has at a time: a lease in the storage, renewed by the clock as long
 * as it is held. That of a holder who is gone expires, and the run can be claimed again.
 */
export class Claim {
  readonly #core: Core;
  readonly #path: string;
  readonly #lost: Lost;
  #version: number;
  #expires: number | null;
  #isHeld = true;
  #stopTimer: (() => void) | undefined;

  private constructor(core: Core, path: string, version: number, record: ClaimRecord, lost: Lost) {
    this.#core = core;
    this.#path = path;
    this.#version = version;
    this.#expires = record.expires;
    this.#lost = lost;
    this.#arm();
  }

  /** Claims a run, unless it is: then says until when. */
  static async take(core: Core, id: TaskRunId, lost: Lost): Promise<Claim | Taken> {
    const path = `background/claims/${id}`;
    for (;;) {
      const entry = await core.storage.read(path);
      const held = entry && (entry.value as ClaimRecord);
      if (held && (held.expires === null || held.expires > core.clock.now())) return { until: held.expires };
      const version = entry?.version ?? 0;
      const record = renewed(core);
      if (await core.storage.write(path, record, version))
        return new Claim(core, path, version + 1, record, lost);
    }
  }

  /** Whether nobody else can have the run. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Gives the right back. */
  async release(): Promise<void> {
    this.abandon();
    await this.#core.storage.remove(this.#path);
  }

  /** Renews it no more: it will expire. */
  abandon(): void {
    this.#isHeld = false;
    this.#stopTimer?.();
  }

  #arm(): void {
    if (this.#expires === null) return;
    this.#stopTimer = this.#core.clock.after(renewal, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { storage, clock } = this.#core;
    const record = renewed(this.#core);
    const isKept = await storage.write(this.#path, record, this.#version).catch(() => undefined);
    if (!this.#isHeld) return;
    if (isKept) {
      this.#version++;
      this.#expires = record.expires;
    }
    // A storage that does not answer may do so the next time, as long as the claim is good.
    const isGone = isKept === false || (this.#expires !== null && this.#expires <= clock.now());
    if (!isGone) {
      this.#arm();
      return;
    }
    this.abandon();
    this.#lost(new AbortError("The claim on this background run was lost: another may run it now."));
  }
}

function renewed({ storage, clock }: Core): ClaimRecord {
  return { version: 1, expires: isOfThisRealm(storage) ? null : clock.now() + term };
}
