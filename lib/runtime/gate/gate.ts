import { AbortError, messageOf } from "../../base";
import type { ClockView } from "../../simulation";
import type { StoredEvent } from "../event-codec";
import type { FlowControl, GateMessage, PageServices, Services } from "../protocol";
import { World } from "../../world";
import { connect, serve, transferring, type Remote } from "../remote";
import { serveGuarded } from "./guarded";
import { slots } from "../slots";

/*
 * The gate of a run: a worker between the page and the workers of the sandbox. Whatever these send ends here, however much it is;
 * the page gets a little at a time, so that it can be drawn, and Stop be pressed.
 */

/** Questions that the page has of a run at a time: more of them are no quicker. */
const mostAtOnce = 64;

/** Events that the page gets at a time, in number and in characters. */
const largestPart = { lines: 2_000, characters: 1_000_000 };

/** Characters of one event, with all that its form adds; and of all batches that wait while others do. */
const longestEvent = 16_000_000;
const mostCharacters = 256_000_000;

/** What the page serves to a gate. */
export interface GateServices extends PageServices {
  /** The run is to end: of its workers no more is passed on. */
  flooded(why: string): void;
}

/** Waits for the ports of a run, and is its gate from then on. */
export function waitForRun(scope: { onmessage: ((event: MessageEvent<GateMessage>) => void) | null }): void {
  scope.onmessage = ({ ports: [services, control, toServices, toControl] }) => {
    if (!services || !control || !toServices || !toControl) return;
    scope.onmessage = null;
    const page = connect<GateServices>(services, alive);
    const over = new AbortController();
    over.signal.addEventListener("abort", () => void page.flooded(messageOf(over.signal.reason)));
    passServices(page, toServices, over, new Worlds());
    passControl(control, toControl);
  };
}

const alive = new AbortController().signal;

/** How many worlds a run has at a time: of those that it does not ask any more it needs none. */
const mostWorlds = 16;

/** The worlds of a run, by their numbers; the latest of them. */
class Worlds {
  readonly #worlds = new Map<number, World>();

  of(number = 0): World {
    const world = this.#worlds.get(number) ?? new World();
    this.#worlds.set(number, world);
    for (const [oldest] of this.#worlds) if (this.#worlds.size > mostWorlds) this.#worlds.delete(oldest);
    return world;
  }
}

/** Lets the sandbox use the services, until it floods the gate. */
function passServices(
  page: Remote<PageServices>,
  port: MessagePort,
  over: AbortController,
  worlds: Worlds,
): void {
  const few = slots(mostAtOnce);
  // A person may take long to answer.
  const asked = slots(mostAtOnce);
  const inTurn = slots(1);
  const { storage, secrets } = page;
  let lost: Promise<void> | undefined;
  let characters = 0;
  const services: Services = {
    storage: {
      read: (key) => few(() => storage.read(key)),
      write: (key, value, ifVersion) => few(() => storage.write(key, value, ifVersion)),
      remove: (key) => few(() => storage.remove(key)),
      keys: (start) => few(() => storage.keys(start)),
    },
    secrets: { read: (name) => asked(() => secrets.read(name)) },
    async events(batch, isAll) {
      const size = sizeOf(batch);
      if (characters > 0 && characters + size > mostCharacters)
        over.abort(new AbortError("it said more than can be stored in time"));
      characters += size;
      await inTurn(() => inParts(batch, isAll, page)).finally(() => (characters -= size));
    },
    load: (table, name, mode, signal) => few(() => page.load(table, name, mode, signal)),
    download: (table, fileName, signal) => few(() => page.download(table, fileName, signal)),
    // Not among the few: nobody waits for it.
    world: (request, at) => Promise.resolve(worlds.of(at.world).ask(request, at)),
    dataLost: () => (lost ??= page.dataLost()),
    ports: () =>
      few(async () => {
        const [own, data] = await page.ports();
        const { port1, port2 } = new MessageChannel();
        passServices(connect<PageServices>(own, alive), port1, over, worlds);
        return transferring([port2, data], [port2, data]);
      }),
  };
  serveGuarded(port, services, over);
}

function sizeOf(batch: unknown): number {
  const lines: readonly unknown[] = Array.isArray(batch) ? batch : [];
  return lines.reduce<number>((sum, line) => sum + (typeof line === "string" ? line.length : 0), 0);
}

/** Sends events in parts of which none keeps the page for long; what is none goes as an empty line, which ends the run there. */
async function inParts(batch: unknown, isAll: boolean, { events }: Pick<Remote<PageServices>, "events">) {
  let part: StoredEvent[] = [];
  let characters = 0;
  for (const one of Array.isArray(batch) ? (batch as unknown[]) : [undefined]) {
    const line = typeof one === "string" && one.length <= longestEvent ? one : "";
    if (part.length >= largestPart.lines || characters + line.length > largestPart.characters) {
      await events(part, false);
      [part, characters] = [[], 0];
    }
    part.push(line);
    characters += line.length;
  }
  await events(part, isAll);
}

/** Lets the page control the flow worker; nothing comes back but that it was done, and what a simulated clock shows. */
function passControl(page: MessagePort, sandbox: MessagePort): void {
  const gone = new AbortController();
  sandbox.addEventListener("close", () => page.close());
  const control = connect<FlowControl>(sandbox, gone.signal);
  const passed: {
    readonly [K in keyof FlowControl]: (
      ...args: Parameters<FlowControl[K]>
    ) => Promise<K extends "clock" ? ClockView | undefined : void>;
  } = {
    async start(request) {
      await control.start(request);
    },
    async cancel() {
      await control.cancel();
    },
    async resume(id, input) {
      await control.resume(id, input);
    },
    clock: async (command) => clockView(await control.clock(command)),
  };
  serve(page, passed);
}

/** What a clock shows, as the sandbox says it: numbers, or nothing. */
function clockView(said: unknown): ClockView | undefined {
  const { now, speed, next } = (said ?? {}) as Partial<Record<keyof ClockView, unknown>>;
  if (typeof now !== "number" || typeof speed !== "number") return undefined;
  return { now, speed, next: typeof next === "number" ? next : undefined };
}
