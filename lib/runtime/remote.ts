import * as Comlink from "comlink";
import { slots } from "./slots";
import { AbortError, abortReason, fromWire, toWire, type WireError } from "../base";

/** The same methods, called from another realm. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : Remote<T[K]>;
};

/** One end of a channel: a port, or a worker. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
  start?(): void;
}

/**
 * Lets the other end of a channel call these methods. The other end may be hostile: only calls of methods that the object
 * itself owns get through, so that nobody reaches a constructor or a prototype by way of a path. Methods may be grouped in objects.
 * `onStray` is told of what does not get through.
 */
export function serve(endpoint: Endpoint, api: object, onStray: () => void = ignore): void {
  Comlink.expose(
    api,
    filtered(endpoint, (message) => isCall(message, api), onStray),
  );
}

function ignore(): void {
  // Whoever sent it hears nothing.
}

/**
 * The methods that the other end of a channel serves. Every call settles: once `closed` aborts, those under way and all
 * later ones reject with its reason. Errors keep their class, code, cause and stack. So many calls are under way at a time; the others wait here.
 */
export function connect<T extends object>(
  endpoint: Endpoint,
  closed: AbortSignal,
  atOnce = Infinity,
): Remote<T> {
  const slot = slots(atOnce);
  const pending = new Set<(reason: Error) => void>();
  closed.addEventListener("abort", () => {
    for (const reject of pending) reject(abortReason(closed));
    pending.clear();
  });
  const settle = (call: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      if (closed.aborted) {
        reject(abortReason(closed));
        return;
      }
      pending.add(reject);
      slot(call)
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  return methods(Comlink.wrap(endpoint), settle) as Remote<T>;
}

/** Sends these objects instead of copying them. */
export function transferring<T extends object>(value: T, objects: Transferable[]): T {
  return Comlink.transfer(value, objects);
}

type Settle = (call: () => Promise<unknown>) => Promise<unknown>;

function methods(wrapped: unknown, settle: Settle): unknown {
  const remote = wrapped as ((...args: unknown[]) => Promise<unknown>) & Record<string, unknown>;
  const call = (...args: unknown[]) => byOwnChance(() => remote(...args));
  return new Proxy(() => undefined, {
    // A remote object is no promise: whoever awaits it gets it as it is.
    get: (_target, name) =>
      name === "then" || typeof name === "symbol" ? undefined : methods(remote[name], settle),
    apply: (_target, _this, args: unknown[]) => settle(() => called(call, args)),
  });
}

const { random } = Math;

/** Comlink draws its messages' numbers from `Math.random`, which in a simulated run is the author's: it is left alone. */
function byOwnChance<T>(send: () => T): T {
  const authors = Math.random;
  if (authors === random) return send();
  Math.random = random;
  try {
    return send();
  } finally {
    Math.random = authors;
  }
}

/** Why a call's own signal aborts when the call is over: only to let go of its port. */
const over = new AbortError("The call is over.");

/** Calls with signals of the call's own, which end with it, so that a long run does not gather their ports. */
async function called(
  call: (...args: unknown[]) => Promise<unknown>,
  args: readonly unknown[],
): Promise<unknown> {
  if (!args.some((arg) => arg instanceof AbortSignal)) return await call(...args);
  const own = new AbortController();
  const linked = (signal: AbortSignal) => {
    const abort = () => own.abort(abortReason(signal));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true, signal: own.signal });
    return own.signal;
  };
  try {
    return await call(...args.map((arg) => (arg instanceof AbortSignal ? linked(arg) : arg)));
  } finally {
    own.abort(over);
  }
}

interface CallMessage {
  readonly type: "APPLY";
  readonly path: readonly string[];
  readonly argumentList: readonly { readonly type: string; readonly name?: string }[];
}

/** Whether a message is a call of one of our methods, with arguments of kinds that we know. */
function isCall(message: unknown, api: object): message is CallMessage {
  if (typeof message !== "object" || message === null) return false;
  const { type, path, argumentList } = message as Partial<Record<keyof CallMessage, unknown>>;
  if (type !== "APPLY" || !Array.isArray(path) || !Array.isArray(argumentList)) return false;
  let target: unknown = api;
  for (const step of path as unknown[]) {
    if (typeof step !== "string" || typeof target !== "object" || target === null) return false;
    if (!Object.hasOwn(target, step)) return false;
    target = (target as Record<string, unknown>)[step];
  }
  return typeof target === "function" && (argumentList as unknown[]).every(isArgument);
}

function isArgument(argument: unknown): boolean {
  if (typeof argument !== "object" || argument === null || !("type" in argument)) return false;
  if (argument.type === "RAW") return true;
  const { name, value } = argument as { readonly name?: unknown; readonly value?: unknown };
  return argument.type === "HANDLER" && name === "signal" && value instanceof MessagePort;
}

function filtered(endpoint: Endpoint, accept: (message: unknown) => boolean, onStray: () => void): Endpoint {
  const listeners = new Map<EventListenerOrEventListenerObject, EventListener>();
  return {
    postMessage: (message, transfer) => endpoint.postMessage(message, transfer),
    addEventListener(type, listener) {
      const wrapped = (event: Event) => {
        if (!accept((event as MessageEvent).data)) {
          onStray();
          return;
        }
        if (typeof listener === "function") listener(event);
        else listener.handleEvent(event);
      };
      listeners.set(listener, wrapped);
      endpoint.addEventListener(type, wrapped);
    },
    removeEventListener(type, listener) {
      endpoint.removeEventListener(type, listeners.get(listener) ?? listener);
    },
    start: () => endpoint.start?.(),
  };
}

const thrown = Comlink.transferHandlers.get("throw");
if (thrown)
  Comlink.transferHandlers.set("throw", {
    canHandle: (value): value is unknown => thrown.canHandle(value),
    serialize: (caught: unknown) => [toWire((caught as { value: unknown }).value), []],
    deserialize(wire: unknown) {
      throw fromWire(wire as WireError);
    },
  });

/** A signal crosses as a port: when it aborts, the other end's does. */
Comlink.transferHandlers.set("signal", {
  canHandle: (value: unknown): value is AbortSignal => value instanceof AbortSignal,
  serialize(signal: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    const tell = () => {
      if (signal.reason !== over) port1.postMessage(toWire(abortReason(signal)));
      port1.close();
    };
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
    return [port2, [port2]];
  },
  deserialize(port: unknown) {
    const controller = new AbortController();
    (port as MessagePort).onmessage = ({ data }: MessageEvent) => {
      controller.abort(reasonOf(data) ?? new AbortError("The call was cancelled."));
    };
    return controller.signal;
  },
});

/** The error that the other end aborts with; undefined where what it says is none. */
function reasonOf(data: unknown): Error | undefined {
  try {
    const reason = fromWire(data as WireError);
    return reason instanceof Error ? reason : undefined;
  } catch {
    return undefined;
  }
}
