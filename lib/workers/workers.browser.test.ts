import { describe, expect, onTestFinished, test } from "vitest";
import { deferred, type Clock } from "../base";
import { answered, patience } from "./answered";
import { HostedWorkers } from "./hosted";
import { hostWorkers, type StartWorker } from "./hosting";
import { startScript } from "./own-script";

const urlOf = (text: string) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const silent = urlOf("");
const awake = urlOf(`onmessage = ({ data }) => postMessage("I was told " + data)`);
const never = new AbortController().signal;

/** A clock whose waits are over when a test says so, and how long they were. */
function handClock() {
  const waits: { readonly ms: number; readonly end: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    after(ms, end) {
      const wait = { ms, end };
      waits.push(wait);
      return () => waits.splice(waits.indexOf(wait), 1);
    },
  };
  return { clock, waits };
}

/** Makes workers of these scripts, one after the other, and notes which of them were ended. */
function maker(...urls: string[]) {
  const ended: string[] = [];
  const make = () => {
    const url = urls.shift()!;
    const worker = new Worker(url);
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => {
      ended.push(url);
      terminate();
    };
    onTestFinished(terminate);
    return worker;
  };
  return { make, ended, left: urls };
}

describe("a start", () => {
  test("[WK1] is answered by the worker's loop", async () => {
    const { make, ended } = maker(awake);
    const { clock, waits } = handClock();
    expect((await answered(make, { clock, signal: never })).said).toBe("I was told runnel:hello");
    expect([ended, waits]).toEqual([[], []]);
  });

  test("[R13] [WK1] that is not answered is repeated", async () => {
    const { make, ended, left } = maker(silent, silent, awake);
    const { clock, waits } = handClock();
    const start = answered(make, { clock, signal: never });
    for (const ms of patience.slice(0, 2)) {
      await expect.poll(() => waits.map((wait) => wait.ms)).toEqual([ms]);
      waits[0]!.end();
      await expect.poll(() => waits[0]?.ms).not.toBe(ms);
    }
    expect((await start).said).toBe("I was told runnel:hello");
    expect([ended, left]).toEqual([[silent, silent], []]);
  });

  test("[R13] [WK1] that nothing answers is given up, and says what to do", async () => {
    const { make, ended } = maker(silent, silent, silent);
    const clock: Clock = { now: () => 0, after: (_ms, end) => (queueMicrotask(end), () => undefined) };
    await expect(answered(make, { clock, signal: never })).rejects.toMatchObject({
      code: "worker/silent",
      message: expect.stringContaining("restart the browser") as string,
    });
    expect(ended).toHaveLength(3);
  });

  test("[WK2] of a script that throws fails at once", async () => {
    const { make, ended } = maker(urlOf(`throw new Error("a bug")`));
    await expect(answered(make, { signal: never })).rejects.toMatchObject({
      code: "worker/failed",
      message: expect.stringContaining("a bug") as string,
    });
    expect(ended).toHaveLength(1);
  });

  test("[WK3] that is given up ends the worker", async () => {
    const { make, ended } = maker(silent);
    const over = new AbortController();
    const start = answered(make, { signal: over.signal });
    over.abort(new Error("enough"));
    await expect(start).rejects.toThrow("enough");
    expect(ended).toEqual([silent]);
  });
});

describe("one of the app's own scripts", () => {
  const whyOf = async (gone: AbortController) => {
    if (!gone.signal.aborted) await new Promise((resolve) => gone.signal.addEventListener("abort", resolve));
    return gone.signal.reason as unknown;
  };

  test("[WK2] that cannot be loaded, or throws later", async () => {
    for (const [url, says] of [
      [new URL("/no/such.js", location.href).href, "such.js"],
      [urlOf(`setTimeout(() => { throw new Error("later"); })`), "later"],
    ] as const) {
      const gone = new AbortController();
      await startScript({ url }, gone);
      expect(await whyOf(gone)).toMatchObject({
        code: "worker/failed",
        message: expect.stringContaining(says) as string,
      });
    }
  });

  test("[WK4] that ends without a word", async () => {
    const gone = new AbortController();
    await startScript({ url: urlOf("setTimeout(() => close())") }, gone);
    expect(await whyOf(gone)).toMatchObject({ code: "worker/gone" });
  });
});

/** A host of workers that say what they are told by a port; each stands in its place until it is let start. */
function host({ most = Infinity, mayStart = async (): Promise<unknown> => undefined } = {}) {
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  const made: { readonly kind: string; readonly gone: AbortController }[] = [];
  const start: StartWorker = async (kind, [port], gone) => {
    made.push({ kind, gone });
    await mayStart();
    if (kind === "broken") throw new Error("it does not start");
    if (port) port.onmessage = ({ data }) => port.postMessage(`${kind}: ${String(data)}`);
  };
  hostWorkers(port1, { start, most, over });
  onTestFinished(() => over.abort());
  return { port: port2, over, made };
}

const aborted = async ({ signal }: AbortController) => {
  await expect.poll(() => signal.aborted).toBe(true);
  return (signal.reason as Error).message;
};

describe("a host", () => {
  test("[WK5] [WK6] makes workers for who asks, tells their ends, and ends them", async () => {
    const { port, made } = host();
    const hosted = new HostedWorkers(port);
    const { port1, port2 } = new MessageChannel();
    const [kept, stopped, broken] = [new AbortController(), new AbortController(), new AbortController()];
    hosted.start("echo", [port2], kept);
    hosted.start("other", [], stopped);
    hosted.start("broken", [], broken);
    expect(await aborted(broken)).toBe("it does not start");
    port1.postMessage("hello");
    expect(await new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)))).toBe(
      "echo: hello",
    );
    stopped.abort(new Error("enough"));
    await aborted(made[1]!.gone);
    made[0]!.gone.abort(new Error("it died"));
    expect(await aborted(kept)).toBe("it died");
  });

  test("[WK7] has so many at a time, and no more of those that only start", async () => {
    const mayStart = deferred<undefined>();
    const { port, made } = host({ most: 2, mayStart: () => mayStart.promise });
    const hosted = new HostedWorkers(port, 2);
    const all = Array.from({ length: 5 }, () => new AbortController());
    for (const gone of all) hosted.start("one", [], gone);
    await expect.poll(() => made.length).toBe(2);
    // One that waits and two that start: their places are not free before they answer.
    for (const place of [0, 1, 2]) all[place]!.abort(new Error("enough"));
    mayStart.resolve(undefined);
    await expect.poll(() => made.length).toBe(4);
    expect(made.map(({ gone }) => gone.signal.aborted)).toEqual([true, true, false, false]);
  });

  const start = (worker: number) => ({ type: "start", worker, kind: "one" });
  const stop = (worker: unknown) => ({ type: "stop", worker });
  test.each([
    ["another shape", [start(0), "start"]],
    ["nothing", [start(0), null]],
    ["no kind", [start(0), { type: "start", worker: 1 }]],
    ["a number that is not the next", [start(0), start(2)]],
    ["a number again", [start(0), start(0)]],
    ["one too many", [start(0), start(1), start(2)]],
    ["one too many, where two only start to end", [start(0), stop(0), start(1), stop(1), start(2)]],
    ["a stop of what there is not", [start(0), stop(7)]],
    ["a stop of a prototype's", [start(0), stop("constructor")]],
    ["a second stop", [start(0), stop(0), stop(0)]],
  ])("[WK8] ends all at a word out of place: %s", async (_, words) => {
    const { port, made, over } = host({ most: 2, mayStart: () => new Promise(() => undefined) });
    for (const word of words) port.postMessage(word);
    expect(await aborted(over)).toBe("it asked for what there is not");
    expect(made.length).toBeGreaterThan(0);
    expect(made.every(({ gone }) => gone.signal.aborted)).toBe(true);
  });
});

test("[WK9] what a worker leaves is handed to those of its script that come after it", async () => {
  const url = urlOf(`
    onmessage = ({ data }) => {
      postMessage(runnelEstate.left ?? "nothing");
      runnelEstate.leave(data);
    };`);
  const ask = async (heir: string) => {
    const { port1, port2 } = new MessageChannel();
    const gone = new AbortController();
    onTestFinished(() => gone.abort());
    const worker = await startScript({ url, port: port2 }, gone);
    const told = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    const left = new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
    port1.postMessage(heir);
    const answer = await told;
    await left;
    return answer;
  };
  expect([await ask("one"), await ask("two"), await ask("three")]).toEqual(["nothing", "one", "two"]);
});
