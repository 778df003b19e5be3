import { RunnelError, rewriteStacks, sleep, type Random } from "../base";
import { plainDates, plainWords } from "./plain-time";
import { Replaced } from "./replaced";
import { steadyStack } from "./steady-stack";
import type { VirtualClock } from "./virtual-clock";

export interface RealmPorts {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Calls a function as the platform calls one by a timer: with no run around it. */
  readonly outside: (fn: () => void) => void;
  /** Tells, of the run around the caller, whether its code still runs: that of a task that was stopped does not. */
  readonly lives: () => () => boolean;
  /** Whether the platform's `fetch` answers for an address without a network. */
  readonly answers: (address: string) => boolean;
}

/**
 * Has all code of this realm find the clock's time and drawn chance where the platform's are. Gives how to put the platform's
 * back. What the platform does beside the realm (digests, bodies of answers) is asked of it through the clock.
 */
export function simulateRealm(ports: RealmPorts): () => void {
  const replaced = new Replaced();
  plainDates(replaced, () => ports.clock.now());
  plainWords(replaced);
  putTimers(replaced, ports);
  putChance(replaced, ports.random);
  askThroughClock(replaced, ports.clock);
  refuseNetwork(replaced, ports);
  rewriteStacks(steadyStack);
  return () => {
    rewriteStacks(undefined);
    replaced.undo();
  };
}

/** The shortest that an interval can be: one of no time would let none go by. */
const shortestInterval = 1;

function putTimers(replaced: Replaced, { clock, outside, lives }: RealmPorts): void {
  const timers = new Map<number, () => void>();
  let made = 0;
  const start =
    (again: boolean) =>
    (callback: unknown, ms?: unknown, ...args: unknown[]) => {
      const id = ++made;
      const doesLive = lives();
      const delay = Math.max(Number(ms) || 0, again ? shortestInterval : 0);
      const fire = () => {
        if (again && doesLive()) timers.set(id, clock.after(delay, fire));
        else timers.delete(id);
        if (doesLive() && typeof callback === "function")
          outside(() => void Reflect.apply(callback, undefined, args));
      };
      timers.set(id, clock.after(delay, fire));
      return id;
    };
  const stop = (id: unknown) => {
    timers.get(Number(id))?.();
    timers.delete(Number(id));
  };
  const [once, repeated] = [start(false), start(true)];
  const frame = (callback: unknown) => once(() => (callback as (at: number) => void)(clock.elapsed), 16);
  replaced.put(globalThis, "setTimeout", once);
  replaced.put(globalThis, "setInterval", repeated);
  replaced.put(globalThis, "clearTimeout", stop);
  replaced.put(globalThis, "clearInterval", stop);
  for (const [name, value] of Object.entries({
    setImmediate: (callback: unknown, ...args: unknown[]) => once(callback, 0, ...args),
    clearImmediate: stop,
    requestAnimationFrame: frame,
    cancelAnimationFrame: stop,
    scheduler: {
      yield: () => sleep(clock, 0),
      postTask: async (work: () => unknown, { delay = 0 } = {}) => {
        await sleep(clock, delay);
        return await work();
      },
    },
  }))
    if (name in globalThis) replaced.put(globalThis, name, value);
  const startsAt = clock.now() - clock.elapsed;
  replaced.put(performance, "now", () => clock.elapsed);
  replaced.put(performance, "timeOrigin", startsAt);
  replaced.put(AbortSignal, "timeout", (ms: number) => {
    const controller = new AbortController();
    clock.after(ms, () => controller.abort(new DOMException("signal timed out", "TimeoutError")));
    return controller.signal;
  });
}

function putChance(replaced: Replaced, random: Random): void {
  const byte = () => Math.floor(random() * 256);
  replaced.put(Math, "random", random);
  replaced.put(crypto, "getRandomValues", <T extends ArrayBufferView>(values: T): T => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; at++) bytes[at] = byte();
    return values;
  });
  replaced.put(crypto, "randomUUID", () => {
    const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
    digits[12] = "4";
    digits[16] = (8 + Math.floor(random() * 4)).toString(16);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      digits.slice(12, 16),
      digits.slice(16, 20),
      digits.slice(20),
    ]
      .map((part) => part.join(""))
      .join("-");
  });
}

/** What the platform works out beside the realm, and answers whenever it is done. */
const beside = {
  Blob: ["arrayBuffer", "bytes", "text"],
  Response: ["arrayBuffer", "blob", "bytes", "formData", "json", "text"],
  Request: ["arrayBuffer", "blob", "bytes", "formData", "json", "text"],
  SubtleCrypto: [
    ...["decrypt", "deriveBits", "deriveKey", "digest", "encrypt", "exportKey", "generateKey", "importKey"],
    ...["sign", "unwrapKey", "verify", "wrapKey"],
  ],
};

function askThroughClock(replaced: Replaced, clock: VirtualClock): void {
  const scope = globalThis as unknown as Record<string, { readonly prototype: object } | undefined>;
  for (const [owner, names] of Object.entries(beside))
    for (const name of names)
      replaced.wrap(scope[owner]?.prototype, name, (original, receiver, args) =>
        clock.ask(async () => await Reflect.apply<unknown, unknown[], unknown>(original, receiver, args)),
      );
}

/** No request leaves a simulated run; what an address itself holds is read. */
function refuseNetwork(replaced: Replaced, { clock, answers }: RealmPorts): void {
  const { fetch } = globalThis;
  replaced.put(globalThis, "fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const address = input instanceof Request ? input.url : String(input);
    if (answers(address)) return await fetch(input, init);
    if (!/^(?:blob|data):/i.test(address)) throw refusal(address);
    return await clock.ask(() => fetch(input, init));
  });
  for (const name of ["XMLHttpRequest", "WebSocket", "EventSource", "WebTransport"])
    if (name in globalThis)
      replaced.put(globalThis, name, function (address?: unknown) {
        throw refusal(typeof address === "string" || address instanceof URL ? String(address) : name);
      });
}

function refusal(address: string): RunnelError {
  const host = URL.canParse(address) ? new URL(address).origin : address;
  return new RunnelError(
    "simulation/network",
    `A simulated run connects nowhere, and did not ask ${host}. Run it in real time, or ask https://world.test/ in its place.`,
    { name: "NetworkRefused" },
  );
}
