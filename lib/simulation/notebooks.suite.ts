/** Cells of notebooks that meet all that waits, draws or reads the hour; each has a flow `main`. */
export const simulatedNotebooks: Readonly<Record<string, string>> = {
  "retries, backoff and jitter": `
const flaky = task({ retries: 5, retryDelaySeconds: exponentialBackoff(86400), retryJitterFactor: 0.5 }, async (name: string) => {
  if (Math.random() < 0.5) throw new Error("no answer for " + name);
  return { name, at: new Date().toISOString() };
});
const main = flow(async () => {
  const all = flaky.map(["a", "b", "c", "d", "e", "f", "g", "h"]);
  await wait(all);
  return [...all].map((future) => future.state.name);
});`,
  "timeouts, and work that goes on behind them": `
const slow = task({ timeoutSeconds: 10, retries: 1 }, async (seconds: number) => {
  await sleep(seconds);
  console.log("slept", seconds);
  return seconds;
});
const stubborn = task({ timeoutSeconds: 5 }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  console.log("never said");
});
const main = flow(async () => {
  const futures = [slow.submit(3), slow.submit(30), stubborn.submit(), slow.submit(9.5)];
  await wait(futures);
  await sleep(120);
  return futures.map((future) => future.state.name);
});`,
  "limits, rates and slot decay": `
const call = task({ tags: ["api"] }, async (n: number) => {
  await rateLimit("quota");
  await sleep(1 + Math.random());
  return n;
});
const held = task(async (n: number) => await concurrency("one", { strict: true }, async () => {
  await sleep(2);
  return n;
}));
const main = flow(async () => {
  await createConcurrencyLimit("tag:api", { limit: 2 });
  await createConcurrencyLimit("one", { limit: 1 });
  await createConcurrencyLimit("quota", { limit: 2, slotDecayPerSecond: 0.25 });
  const futures = [...call.map([1, 2, 3, 4, 5, 6]), ...held.map([1, 2, 3])];
  await wait(futures);
  return futures.map((future) => future.state.name);
});`,
  "a cache that expires": `
let made = 0;
const price = task({ cachePolicy: INPUTS, cacheExpiration: 3600, persistResult: true }, async (name: string) => {
  await sleep(1);
  return name + ":" + ++made;
});
const main = flow(async () => {
  const seen = [];
  for (const hours of [0, 0.5, 0.6, 30 * 24]) {
    await sleep(hours * 3600);
    seen.push(await price("tea"));
  }
  return seen;
});`,
  "the author's own clock, chance and timers": `
const main = flow(async () => {
  const seen: unknown[] = [Date.now(), new Date().toString(), new Date(2026, 2, 29, 3).toISOString(), performance.now() >= 0];
  let ticks = 0;
  const ticker = setInterval(() => ticks++, 250);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  clearInterval(ticker);
  seen.push(ticks, Math.random(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint8Array(4))]);
  seen.push((1234567.5).toLocaleString(), new Date().toLocaleString(), new Intl.DateTimeFormat().format(new Date()));
  seen.push(await new Blob(["b"]).text(), await new Response("[1]").json(), Date.parse("2026-03-02T06:00"));
  const signal = AbortSignal.timeout(50);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  seen.push(signal.reason.name, performance.now());
  await Promise.race([new Promise((resolve) => setTimeout(resolve, 10)), new Promise((resolve) => setTimeout(resolve, 5))]);
  console.log(Date.now());
  return seen.map(String);
});`,
  "maps, dependencies and failures": `
const part = task(async (n: number) => {
  await sleep(Math.random() * 3);
  if (n === 3) throw new TypeError("three");
  return n * n;
});
const sum = task(async (numbers: number[]) => numbers.reduce((a, b) => a + b, 0));
const after = task(() => "after");
const main = flow(async () => {
  const parts = part.map([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  const total = sum.submit(parts);
  const three = part.submit(3);
  const late = after.withOptions({ waitFor: [three] }).submit();
  await wait([total, late, three]);
  return [await total.result(), late.state.name, three.state.name];
});`,
  "subflows, states by hand and a suspended hour": `
const step = task(async (n: number) => {
  await sleep(n);
  return n === 2 ? Failed({ message: "two" }) : Completed({ message: "done " + n, data: n });
});
const child = flow({ retries: 1, retryDelaySeconds: 60 }, async (n: number) => {
  const state = await step.withOptions({ returnState: true })(n);
  if (state.isFailed() && Math.random() < 0.7) throw new Error("child " + n);
  return n;
});
const main = flow({ logPrints: true }, async () => {
  const states = await Promise.all([1, 2, 3].map((n) => child.withOptions({ returnState: true })(n)));
  console.log(states.map((state) => state.name).join(" "));
  return "over";
});`,
  "transactions and hooks": `
const write = task({ onRollback: [(transaction) => console.log("rolled back")], onCommit: [() => console.log("committed")] }, async (n: number) => {
  await sleep(1);
  return n;
});
const fails = task({ onFailure: [(task, run, state) => console.log("failed", state.name)] }, async () => {
  throw new Error("late");
});
const main = flow(async () => {
  const outcomes: string[] = [];
  for (const isBad of [false, true])
    try {
      await transaction(async () => {
        await write(1);
        if (isBad) await fails();
      });
      outcomes.push("kept");
    } catch (error) {
      outcomes.push(String(error));
    }
  return outcomes;
});`,
  "work for later": `
const later = task(async (n: number) => {
  await sleep(5);
  return n * 10;
});
const main = flow(async () => {
  const futures = [later.delay(1), later.delay(2)];
  const serving = serve(later);
  await wait(futures, 60);
  return futures.map((future) => future.state.name);
});`,
};
