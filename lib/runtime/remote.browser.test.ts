import { afterEach, describe, expect, test } from "vitest";
import { AbortError, RunnelError, registerErrors } from "../base";
import { connect, serve, type Remote } from "./remote";

class Special extends RunnelError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("special", message, { ...options, name: "Special" });
  }
}
registerErrors(Special);

const calls: string[] = [];
const api = {
  add: (a: number, b: number) => a + b,
  group: { shout: (text: string) => text.toUpperCase() },
  fail: () => {
    throw new Special("no", { cause: new TypeError("because") });
  },
  throwUndefined: () => {
    throw undefined;
  },
  never: () => new Promise<never>(() => undefined),
  untilAborted: (signal: AbortSignal) =>
    new Promise<string>((resolve) => {
      calls.push("waiting");
      signal.addEventListener("abort", () => {
        resolve(`${(signal.reason as Error).name}: ${(signal.reason as Error).message}`);
      });
    }),
};

const open: MessagePort[] = [];

function pair(closed = new AbortController()): {
  remote: Remote<typeof api>;
  port: MessagePort;
  closed: AbortController;
} {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  serve(port2, api);
  return { remote: connect<typeof api>(port1, closed.signal), port: port1, closed };
}

afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

describe("the wire between realms", () => {
  test("[RT1] calls methods, also grouped ones", async () => {
    const { remote } = pair();
    expect(await remote.add(1, 2)).toBe(3);
    expect(await remote.group.shout("hi")).toBe("HI");
  });

  test("[RT2] an error keeps its class, name, code, cause and stack", async () => {
    const { remote } = pair();
    const error: unknown = await remote.fail().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Special);
    expect(error).toMatchObject({ name: "Special", code: "special", message: "no" });
    expect((error as Error).cause).toBeInstanceOf(TypeError);
    expect((error as Error).stack).toContain("remote.browser.test");
  });

  test("[RT2] anything can be thrown", async () => {
    const { remote } = pair();
    const caught = await remote.throwUndefined().then(
      () => "fine",
      (thrown: unknown) => ({ thrown }),
    );
    expect(caught).toEqual({ thrown: undefined });
  });

  test("[RT3] every call settles when the other end is gone, and later ones do at once", async () => {
    const { remote, closed } = pair();
    const waiting = remote.never();
    closed.abort(new Special("the worker died"));
    await expect(waiting).rejects.toThrow("the worker died");
    await expect(remote.add(1, 2)).rejects.toThrow("the worker died");
  });

  test("[RT4] a signal crosses, with its reason", async () => {
    const { remote } = pair();
    const controller = new AbortController();
    const answer = remote.untilAborted(controller.signal);
    await expect.poll(() => calls.length).toBe(1);
    controller.abort(new AbortError("stop it"));
    expect(await answer).toBe("AbortError: stop it");
  });

  test.each([
    { type: "GET", path: ["constructor"] },
    {
      type: "APPLY",
      path: ["constructor", "constructor"],
      argumentList: [{ type: "RAW", value: "return 1" }],
    },
    { type: "APPLY", path: ["add", "constructor"], argumentList: [{ type: "RAW", value: "return 1" }] },
    { type: "CONSTRUCT", path: ["add", "constructor"], argumentList: [{ type: "RAW", value: "return 1" }] },
    { type: "SET", path: ["__proto__", "polluted"], value: { type: "RAW", value: true } },
    { type: "SET", path: ["add"], value: { type: "RAW", value: true } },
    {
      type: "APPLY",
      path: ["add"],
      argumentList: [{ type: "HANDLER", name: "throw", value: { kind: "thrown" } }],
    },
    { type: "ENDPOINT", path: [] },
    { type: "RELEASE", path: [] },
    null,
    "hello",
  ])("[RT5] a message that is no call of our methods is ignored: %j", async (message) => {
    const { remote, port } = pair();
    const answers: unknown[] = [];
    port.addEventListener("message", ({ data }: MessageEvent<{ id?: string }>) => {
      if (data.id === "evil") answers.push(data);
    });
    port.postMessage(message === null || typeof message === "string" ? message : { id: "evil", ...message });
    expect(await remote.add(2, 2)).toBe(4);
    expect(answers).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
