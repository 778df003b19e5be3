import { describe, expect, test } from "vitest";
import { deferred, newIds, type NotebookId } from "../base";
import type { NotebookSession } from "./notebook/notebook-session";
import { OpenNotebooks } from "./open-notebooks";
import { Source } from "./shown/store";
import type { Notice } from "./shown/view";

const newId = newIds(Date.now, Math.random);

/** Notebooks that can be opened, of which it is told when they open and close. */
function shelf() {
  const told: string[] = [];
  const closing = deferred<void>();
  const sessions: { readonly isRunning: Source<boolean>; readonly notices: Source<readonly Notice[]> }[] = [];
  const open = async (id: NotebookId) => {
    if (id === missing) throw new Error("There is none.");
    told.push("open");
    const shows = { isRunning: new Source(false), notices: new Source<readonly Notice[]>([]) };
    sessions.push(shows);
    const close = async () => {
      told.push("closing");
      await closing.promise;
      told.push("closed");
    };
    return { id, shows, close } as unknown as NotebookSession;
  };
  return { notebooks: new OpenNotebooks(open), told, sessions, closing };
}
const missing = newId<NotebookId>();
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("open notebooks", () => {
  test("WS70 each is open once, as long as somebody looks at it", async () => {
    const { notebooks, told, closing } = shelf();
    const id = newId<NotebookId>();
    const [one, other] = await Promise.all([notebooks.look(id), notebooks.look(id)]);
    expect(one.session).toBe(other.session);
    one.leave();
    await turn();
    expect(told).toEqual(["open"]);
    other.leave();
    await turn();
    expect(told).toEqual(["open", "closing"]);
    // Whoever comes back meanwhile has it opened anew, once it is closed.
    const again = notebooks.look(id);
    await turn();
    expect(told).toEqual(["open", "closing"]);
    closing.resolve();
    expect((await again).session).not.toBe(one.session);
    expect(told).toEqual(["open", "closing", "closed", "open"]);
  });

  test("WS70 who leaves and is back at once finds it as it was", async () => {
    const { notebooks, told } = shelf();
    const id = newId<NotebookId>();
    const first = await notebooks.look(id);
    first.leave();
    const second = await notebooks.look(id);
    await turn();
    expect(second.session).toBe(first.session);
    expect(told).toEqual(["open"]);
  });

  test("WS71 its run goes on when nobody looks, and it is closed when that is over and read", async () => {
    const { notebooks, told, sessions, closing } = shelf();
    closing.resolve();
    const id = newId<NotebookId>();
    const look = await notebooks.look(id);
    sessions[0]?.isRunning.set(true);
    look.leave();
    await turn();
    expect(told).toEqual(["open"]);
    expect(notebooks.running.get()).toEqual([id]);
    const notice = { id: 0, kind: "error", text: "It is not stored." } as const;
    sessions[0]?.notices.set([notice]);
    sessions[0]?.isRunning.set(false);
    await turn();
    expect(notebooks.running.get()).toEqual([]);
    expect(told).toEqual(["open"]);
    sessions[0]?.notices.set([]);
    await turn();
    expect(told).toEqual(["open", "closing", "closed"]);
  });

  test("WS70 one that cannot be opened is tried anew at the next look", async () => {
    const { notebooks } = shelf();
    await expect(notebooks.look(missing)).rejects.toThrow("There is none.");
    await expect(notebooks.look(missing)).rejects.toThrow("There is none.");
  });

  test("WS72 one that is to be deleted is closed first, whoever looks", async () => {
    const { notebooks, told, closing } = shelf();
    closing.resolve();
    const id = newId<NotebookId>();
    await notebooks.look(id);
    await notebooks.close(id);
    expect(told).toEqual(["open", "closing", "closed"]);
    await notebooks.close(id);
    expect(told).toHaveLength(3);
  });
});
