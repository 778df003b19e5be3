import { describe, expect, test } from "vitest";
import { newIds, type NotebookId } from "../../base";
import { testClock } from "../../base/test-clock";
import { EditLock } from "./edit-lock";
import { tabLocks } from "../locks";
import type { NotebookMessage } from "./notebook-channel";

const id = newIds(Date.now, Math.random)<NotebookId>();
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Tabs of one browser with the same notebook. */
function browser() {
  const [locks, clock] = [tabLocks(), testClock()];
  const tabs: EditLock[] = [];
  const hear = (lock: EditLock, message: NotebookMessage) => {
    if (message.type === "who") lock.whoAsked();
    if (message.type === "held") lock.held();
    if (message.type === "ask") void lock.asked();
    if (message.type === "given") lock.given();
  };
  /** A tab; one that is frozen hears nothing. */
  const tab = ({ isFrozen = false } = {}) => {
    const send = (message: NotebookMessage) => {
      for (const other of tabs) if (other !== lock) void turn().then(() => hear(other, message));
    };
    const lock: EditLock = new EditLock({
      ...{ id, locks, clock, channel: { send } },
      ...{ onGained: async () => undefined, onAsked: async () => undefined, onLost: () => undefined },
    });
    if (!isFrozen) tabs.push(lock);
    return lock;
  };
  return { tab, clock };
}

/** What a tab shows of who edits, in order. */
function watched(lock: EditLock): readonly string[] {
  const shown: string[] = [lock.editing.get()];
  lock.editing.subscribe(() => shown.push(lock.editing.get()));
  return shown;
}

describe("who edits", () => {
  test("WS60 the first tab may at once, and the second hears from it that it does", async () => {
    const { tab, clock } = browser();
    const [first, second] = [tab(), tab()];
    const shown = watched(second);
    await first.open();
    expect(first.editing.get()).toBe("here");
    const began = clock.now();
    await second.open();
    expect(await second.known()).toBe(false);
    expect(shown).toEqual(["unknown", "elsewhere"]);
    // It was told: it did not wait.
    expect(clock.now()).toBe(began);
    expect(await first.known()).toBe(true);
  });

  test("WS60 a page that is being left answers nobody: until it is gone, nothing is said", async () => {
    const { tab, clock } = browser();
    const leaving = tab({ isFrozen: true });
    await leaving.open();
    const next = tab();
    const shown = watched(next);
    await next.open();
    expect(shown).toEqual(["unknown"]);
    clock.after(400, () => leaving.close());
    expect(await next.known()).toBe(true);
    expect(shown).toEqual(["unknown", "here"]);
  });

  test("WS60 of one that is frozen it is said after a second that it edits, and it is taken over", async () => {
    const { tab, clock } = browser();
    const frozen = tab({ isFrozen: true });
    await frozen.open();
    const next = tab();
    const shown = watched(next);
    const began = clock.now();
    await next.open();
    expect(await next.known()).toBe(false);
    expect(clock.now() - began).toBe(1000);
    await next.takeOver();
    expect(shown).toEqual(["unknown", "elsewhere", "here"]);
    await turn();
    expect(frozen.editing.get()).toBe("elsewhere");
  });

  test("WS60 who waits to know hears when the notebook is closed instead", async () => {
    const { tab } = browser();
    const frozen = tab({ isFrozen: true });
    await frozen.open();
    const next = tab();
    await next.open();
    next.close();
    expect(await next.known()).toBe(false);
  });
});
