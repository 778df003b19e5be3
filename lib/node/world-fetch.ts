import type { EventId } from "../base";
import type { Engine } from "../engine";
import { sandbox } from "../flow";
import { requestEvent, type RequestOutcome } from "../runtime/network-request";
import { fetchWorld, isWorldAddress, World } from "../world";

type Core = Engine["core"];

/** How an engine's runs have a world. */
interface Terms {
  readonly seed: number;
  /** Asks the world: at once, or through a simulated clock. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
}

const terms = new WeakMap<Core, Terms>();
/** The worlds of runs, by their logs. */
const worlds = new WeakMap<object, World>();
let isInstalled = false;

/** Has `fetch` answer for `world.test` in the runs of an engine. */
export function answerWorld(core: Core, own: Terms): void {
  terms.set(core, own);
}

/** Has `fetch` look whose run asks it; for others it goes where it went. */
export function installWorld(): void {
  if (isInstalled) return;
  isInstalled = true;
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const context = sandbox.currentContext();
    const own = context && terms.get(context.core);
    if (!context || own === undefined) return await fetch(input, init);
    if (sandbox.isOffline())
      throw new TypeError("Failed to fetch: chaos has taken the network of this task away.");
    if (!isWorldAddress(address)) return await fetch(input, init);
    const { core: engine, log } = context;
    const { clock } = engine;
    const world = worlds.get(log) ?? new World();
    worlds.set(log, world);
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    const id = engine.newId<EventId>();
    const origin = new URL(address).href.slice(0, 300);
    const tell = (outcome: RequestOutcome) =>
      log.record(
        requestEvent(clock.now(), { id, method, origin, outcome, taskRunId: sandbox.currentTaskRunId() }),
      );
    tell("sent");
    try {
      const { seed } = own;
      const ask = async (request: Parameters<World["ask"]>[0]) =>
        await own.ask(() => Promise.resolve(world.ask(request, { seed, now: clock.now() })));
      const response = await fetchWorld(input, init, { ask, clock });
      tell(response.status);
      return response;
    } catch (error) {
      tell("failed");
      throw error;
    }
  };
}
