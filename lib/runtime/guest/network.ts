import { RunnelError, type Clock, type EventId, type NewId, type TaskRunId } from "../../base";
import type { RunEvent } from "../../engine";
import { requestEvent, type RequestOutcome } from "../network-request";
import { fetchWorld, isWorldAddress, type WorldPorts } from "../../world";
import { connectableOrigin, type Connections } from "../sandbox/policy";

export interface NetworkPorts {
  /** Where the notebook may connect. */
  readonly connect: Connections;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly tell: (event: RunEvent) => void;
  readonly taskRunId: () => TaskRunId | null;
  /** Whether the code that asks has no network, on purpose. */
  readonly isOffline: () => boolean;
  /** Answers for `world.test`, which is no host of the network. */
  readonly askWorld: WorldPorts["ask"];
}

/** A request under way: says what became of it. */
type End = (outcome: RequestOutcome) => void;

/**
 * Shows in the run's log what its code asks of the network, and says clearly why a host cannot be reached. This keeps nothing
 * in: the policy of the sandbox's document does.
 */
export function showRequests(ports: NetworkPorts): void {
  const { connect, clock, newId, tell, taskRunId } = ports;
  /** Tells of a request. Throws where it would be refused. */
  const begin = (method: string, address: string): End => {
    const origin = isWorldAddress(address) ? new URL(address).href.slice(0, 300) : originOf(address);
    // A piece of memory, or no address at all: the platform says what is wrong with that.
    if (origin === undefined) return () => undefined;
    const request = { id: newId<EventId>(), method: methodName(method), origin, taskRunId: taskRunId() };
    const say = (outcome: RequestOutcome) => tell(requestEvent(clock.now(), { ...request, outcome }));
    if (connect !== "any" && !connect.includes(origin) && !isWorldAddress(address)) {
      say("refused");
      throw refusal(origin);
    }
    say("sent");
    if (ports.isOffline()) {
      say("failed");
      throw offline();
    }
    return say;
  };
  wrapFetch(begin, { ask: ports.askWorld, clock });
  wrapXhr(begin);
  wrapConnections(begin);
}

function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host } = new URL(address);
  if (!/^(https?|wss?):$/.test(protocol)) return undefined;
  return connectableOrigin(address) ?? `${protocol}//${host}`.slice(0, 300);
}

function methodName(method: string): string {
  return /^[A-Za-z-]{1,20}$/.test(method) ? method : "OTHER";
}

/** The platform's own error, which says why. */
function offline(): TypeError {
  return new TypeError("Failed to fetch: chaos has taken the network of this task away.");
}

function refusal(origin: string): RunnelError {
  return new RunnelError(
    "network/refused",
    `This notebook may not connect to ${origin}. Allow that host under “Network” at the top of the notebook, and run it again.`,
    { name: "NetworkRefused" },
  );
}

type Begin = (method: string, address: string) => End;

function wrapFetch(begin: Begin, world: WorldPorts): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const address = input instanceof Request ? input.url : String(input);
    const end = begin(method.toUpperCase(), address);
    try {
      const isOfWorld = isWorldAddress(address);
      const response = await (isOfWorld ? fetchWorld(input, init, world) : fetch(input, init));
      end(response.status === 0 ? "answered" : response.status);
      return response;
    } catch (error) {
      end("failed");
      throw error;
    }
  };
}

function wrapXhr(begin: Begin): void {
  const requests = new WeakMap<XMLHttpRequest, readonly [method: string, address: string]>();
  globalThis.XMLHttpRequest = class extends XMLHttpRequest {
    override open(method: string, url: string | URL, ...rest: unknown[]): void {
      requests.set(this, [method.toUpperCase(), String(url)]);
      super.open(method, url, ...(rest as [boolean]));
    }

    override send(body?: XMLHttpRequestBodyInit | null): void {
      const end = begin(...(requests.get(this) ?? ["GET", ""]));
      this.addEventListener("loadend", () => end(this.status === 0 ? "failed" : this.status), { once: true });
      super.send(body);
    }
  };
}

type Connection = new (address: string | URL, ...rest: never[]) => object;

/** Connections that begin when they are made. */
function wrapConnections(begin: Begin): void {
  const scope = globalThis as unknown as Record<string, Connection | undefined>;
  for (const name of ["WebSocket", "EventSource", "WebTransport"]) {
    const Connection = scope[name];
    if (!Connection) continue;
    scope[name] = new Proxy(Connection, {
      construct(target, [address, ...rest]: [string | URL, ...never[]], newTarget) {
        const end = begin(name, String(address));
        const made = Reflect.construct(target, [address, ...rest], newTarget) as object;
        watch(made, end);
        return made;
      },
    });
  }
}

function watch(connection: object, end: End): void {
  if (connection instanceof EventTarget) {
    connection.addEventListener("open", () => end("answered"), { once: true });
    connection.addEventListener("error", () => end("failed"), { once: true });
  } else if ("ready" in connection && connection.ready instanceof Promise)
    connection.ready.then(
      () => end("answered"),
      () => end("failed"),
    );
}
