import type { EventId } from "../base";
import type { Engine } from "../engine";
import { sandbox } from "../flow";
import { requestEvent, type RequestOutcome } from "../runtime/network-request";
import { fetchWorld, isWorldAddress, World, type WorldAnswer, type WorldRequest } from "../world";

type Core = Engine["core"];

/** Asks the world of a run, or another in its place. */
type Ask = (request: WorldRequest, now: number, world: World) => Promise<WorldAnswer>;

const terms = new WeakMap<Core, Ask>();
/** The worlds of runs, by their logs. */
const worlds = new WeakMap<object, World>();
let isInstalled = false;

/** Has `fetch` answer for `world.test` in the runs of an engine. */
export function answerWorld(core: Core, ask: Ask): void {
  terms.set(core, ask);
}

/** Has `fetch` look whose run asks it; for others it goes where it went. */
export function installWorld(): void {
  if (isInstalled) return;
  isInstalled = true;
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const context = sandbox.currentContext();
    const askOwn = context && terms.get(context.core);
    if (!context || askOwn === undefined) return await fetch(input, init);
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
      const ask = async (request: WorldRequest) => await askOwn(request, clock.now(), world);
      const response = await fetchWorld(input, init, { ask, clock });
      tell(response.status);
      return response;
    } catch (error) {
      tell("failed");
      throw error;
    }
  };
}
