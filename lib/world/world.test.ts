import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testClock } from "../base";
import { behaviours } from "./behaviours";
import { fetchWorld, isWorldAddress, World, worldGuide, type WorldRequest } from ".";
import { resources } from "./resources";

const march = (day: number, hour = 0) => Date.UTC(2026, 2, day, hour);

function request(path: string, more: Partial<WorldRequest> = {}): WorldRequest {
  return { method: "GET", url: `https://world.test${path}`, headers: {}, body: "", ...more };
}

/** A run's world, asked for paths at a time. */
function worldAt(now = march(20), seed = 1) {
  const world = new World();
  const ask = (path: string, more: Partial<WorldRequest> = {}, at = now) =>
    world.ask(request(path, more), { seed, now: at });
  return { ask, data: (path: string, at = now) => rowsOf(ask(path, {}, at).body) };
}

type Row = Record<string, unknown>;
const rowsOf = (body: string) => (JSON.parse(body) as { readonly data: readonly Row[] }).data;

describe("the world", () => {
  test("[WO1] gives the same answers for the same seed, and others for another", () => {
    const paths = [
      "/orders",
      "/messy/orders.csv",
      "/customers",
      "/changes",
      "/rates",
      "/files/2026-03-01.csv",
    ];
    for (const path of paths) {
      expect(worldAt().ask(path)).toEqual(worldAt().ask(path));
      expect(worldAt(march(20), 2).ask(path)).not.toEqual(worldAt().ask(path));
      const own = `${path}?seed=2`;
      expect(worldAt().ask(own).body).toBe(worldAt(march(20), 3).ask(own).body);
    }
  });

  test("[WO1] answers any request, and never throws", () => {
    const word = fc.constantFrom(
      ...[
        ...Object.keys(behaviours),
        ...Object.keys(resources),
        "orders.csv",
        "__proto__",
        "constructor",
        "7",
      ],
    );
    const parameter = fc.tuple(
      fc.constantFrom(
        ..."page per_page fail rate status lose limit per delay day at since from base seed".split(" "),
      ),
      fc.constantFrom("1", "0", "-1", "2", "NaN", "1e9", "", "x", "2026-03-01", "2026-02-31", "USD", "∞"),
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 4 }),
        fc.array(parameter, { maxLength: 4 }),
        fc.constantFrom("GET", "POST", "HEAD", "DELETE"),
        fc.constantFrom("", "{}", "null", "[", '{"order":1,"amount":2}'),
        (words, parameters, method, body) => {
          const query = new URLSearchParams(parameters).toString();
          const { status, delayMs } = worldAt().ask(`/${words.join("/")}?${query}`, { method, body });
          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).toBeLessThan(600);
          expect(Number.isFinite(delayMs)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("[WO2] has the rates of a day once that has begun", () => {
    const { ask } = worldAt(march(2, 12));
    const rates = JSON.parse(ask("/rates?day=2026-03-02&base=USD").body) as { readonly rates: Row };
    expect(Object.keys(rates.rates)).toContain("KRW");
    expect(ask("/rates?day=2026-03-03").status).toBe(404);
    expect(ask("/rates?day=2026-03-03", {}, march(3)).status).toBe(200);
    expect(ask("/rates?base=XXX").status).toBe(400);
  });

  test("[WO2] tells what has changed of customers up to now, and how they were", () => {
    const { data } = worldAt();
    const all = data("/changes?per_page=1000");
    const middle = march(1);
    const since = data(`/changes?since=${new Date(middle).toISOString()}&per_page=1000`);
    expect(data("/changes?per_page=1000", middle).length + since.length).toBe(all.length);
    expect(since.length).toBeGreaterThan(10);
    const last = new Map(all.map((row) => [row["customer_id"], row["city"]]));
    const changed = data("/customers").filter((row) => last.has(row["id"]));
    expect(changed.length).toBeGreaterThan(10);
    for (const row of changed) expect(row["city"]).toBe(last.get(row["id"]));
  });

  test("[WO3] heeds all behaviours of an address", () => {
    const { ask } = worldAt();
    const path = "/private/flaky/slow/orders?fail=1&delay=3";
    const headers = { authorization: "Bearer me" };
    expect(ask(path).status).toBe(401);
    expect(ask(path, { headers }).status).toBe(503);
    const answer = ask(path, { headers });
    expect(answer.status).toBe(200);
    expect(answer.delayMs).toBeGreaterThanOrEqual(3000);
  });

  test("[WO4] fails the first attempts of each request, or some by chance", () => {
    const { ask } = worldAt();
    const statuses = (path: string, times: number) => Array.from({ length: times }, () => ask(path).status);
    expect(statuses("/flaky/orders?fail=2", 4)).toEqual([503, 503, 200, 200]);
    expect(statuses("/flaky/orders?page=2", 2)).toEqual([503, 200]);
    expect(statuses("/flaky/orders?fail=1&status=500", 2)).toEqual([500, 200]);
    const drawn = statuses("/flaky/orders?rate=0.3", 200).filter((status) => status === 503).length;
    expect(drawn).toBeGreaterThan(30);
    expect(drawn).toBeLessThan(90);
    // Another run counts anew.
    expect(worldAt().ask("/flaky/orders?fail=2").status).toBe(503);
  });

  test("[WO5] leads through all pages of a list, and gives the same rows in each format", () => {
    const { ask, data } = worldAt();
    const found: Row[] = [];
    let next: string | null = "https://world.test/orders?per_page=70";
    while (next !== null) {
      const { pathname, search } = new URL(next);
      const page = JSON.parse(ask(pathname + search).body) as {
        data: Row[];
        next: string | null;
        total: number;
      };
      expect(page.total).toBe(500);
      found.push(...page.data);
      ({ next } = page);
    }
    expect(found.map((row) => row["id"])).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    const lines = ask("/orders.ndjson").body.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(found);
    const csv = ask("/orders.csv").body.trimEnd().split("\n");
    expect(csv).toHaveLength(501);
    expect(csv[0]).toBe(Object.keys(found[0] ?? {}).join(","));
    expect(csv[1]).toBe(Object.values(found[0] ?? {}).join(","));
    expect(JSON.parse(ask("/orders/7").body)).toEqual(found[6]);
    const day = data("/orders?day=2026-03-02&per_page=1000");
    expect(day).toEqual(found.filter((row) => row["day"] === "2026-03-02"));
    expect(day.length).toBeGreaterThan(5);
  });

  test("[WO5] lists files of which each can be read, one of them large", () => {
    const { ask } = worldAt();
    const list = JSON.parse(ask("/files/").body) as { name: string; rows: number; url: string }[];
    expect(list).toHaveLength(12);
    for (const { rows, url } of list)
      expect(ask(new URL(url).pathname).body.trimEnd().split("\n")).toHaveLength(rows + 1);
    expect(Math.max(...list.map(({ rows }) => rows))).toBe(5000);
    expect(ask("/files/2026-04-01.csv").status).toBe(404);
  });

  test("[WO6] lets so many through in a window, and who waits for Retry-After", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 40 }),
        (limit, per, steps) => {
          const { ask } = worldAt();
          const passed = new Map<number, number>();
          let now = march(2);
          for (const step of steps) {
            now += step;
            const { status, headers } = ask(`/limited/orders?limit=${limit}&per=${per}`, {}, now);
            const window = Math.floor(now / (per * 1000));
            if (status === 200) passed.set(window, (passed.get(window) ?? 0) + 1);
            else {
              expect([status, passed.get(window)]).toEqual([429, limit]);
              const seconds = Number(headers["retry-after"]);
              expect(seconds).toBeGreaterThan(0);
              now += seconds * 1000;
              expect(ask(`/limited/orders?limit=${limit}&per=${per}`, {}, now).status).toBe(200);
              const later = Math.floor(now / (per * 1000));
              passed.set(later, (passed.get(later) ?? 0) + 1);
            }
          }
          for (const count of passed.values()) expect(count).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  test("[WO7] books a payment with a key once, also where its answer was lost", () => {
    const { ask } = worldAt();
    const post = (path: string, key?: string) =>
      ask(path, {
        method: "POST",
        body: JSON.stringify({ order: 7, amount: 12.5 }),
        headers: key === undefined ? {} : { "idempotency-key": key },
      });
    expect(post("/lossy/payments", "a").status).toBe(504);
    const again = post("/lossy/payments", "a");
    expect([again.status, (JSON.parse(again.body) as Row)["order"]]).toEqual([200, 7]);
    expect(JSON.parse(ask("/payments").body)).toHaveLength(1);
    post("/payments");
    post("/payments");
    expect(JSON.parse(ask("/payments").body)).toHaveLength(3);
    // What failed before it was done is not booked.
    post("/flaky/payments");
    expect(JSON.parse(ask("/payments").body)).toHaveLength(3);
    expect(ask("/payments", { method: "POST", body: "{" }).status).toBe(400);
  });

  test("[WO8] has late rows from their arrival on, and keeps them", () => {
    const { data } = worldAt();
    const idsAt = (hour: number) =>
      data("/late/orders?day=2026-03-02&per_page=1000", march(2, hour)).map((row) => row["id"]);
    const seen = [0, 6, 12, 24, 48, 96].map(idsAt);
    for (const [place, ids] of seen.entries())
      expect(seen[place + 1] ?? ids).toEqual(expect.arrayContaining([...ids]));
    expect(seen[0]).toEqual([]);
    expect(seen[3]?.length).toBeLessThan(seen[5]?.length ?? 0);
    expect(seen[5]).toHaveLength(data("/orders?day=2026-03-02&per_page=1000").length);
  });

  test("[WO3] drifts to another schema from a day on, and types as people do", () => {
    const { data, ask } = worldAt();
    const columns = (day: string) => Object.keys(data(`/drifting/orders?day=${day}`)[0] ?? {});
    expect(columns("2026-03-09")).toContain("amount");
    expect(columns("2026-03-10")).toEqual(expect.arrayContaining(["total", "channel"]));
    expect(columns("2026-03-10")).not.toContain("amount");
    expect(ask("/drifting/files/2026-03-11.csv").body.split("\n")[0]).toContain("total");
    const messy = data("/messy/orders?per_page=1000");
    expect(new Set(messy.map((row) => row["id"])).size).toBe(500);
    expect(messy.length).toBeGreaterThan(500);
    expect(messy.some((row) => row["amount"] === "n/a")).toBe(true);
  });

  test.each(["page=0", "page=NaN", "page=", "per_page=1.5", "per_page=1001", "day=2026-02-31", "day=x"])(
    "[WO9] refuses ?%s with what would make sense",
    (query) => {
      const { status, body } = worldAt().ask(`/orders?${query}`);
      expect(status).toBe(400);
      expect((JSON.parse(body) as { error: string }).error).toMatch(/is a (whole number|day)/);
    },
  );

  test("[WO9] answers what there is not with all that there is, and what cannot be asked so with what can", () => {
    const { ask } = worldAt();
    for (const path of ["/orderz", "/slow", "/orders/1/2", "/orders/9999", "/__proto__", "/constructor"]) {
      const { status, body } = ask(path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).toContain(worldGuide);
    }
    expect(ask("/").body).toBe(worldGuide);
    expect(ask("/orders", { method: "DELETE" }).status).toBe(405);
  });

  test("[WO9] tells its users of every resource and behaviour", () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/world.md"), "utf8");
    for (const word of [...Object.keys(resources), ...Object.keys(behaviours)]) {
      expect(worldGuide).toMatch(new RegExp(`^ {2}/?${word}\\b`, "m"));
      expect(page).toMatch(new RegExp(`^\\| \`/?${word}`, "m"));
    }
  });

  test("[WO13] refuses what it would have to remember too much of", () => {
    const { ask } = worldAt();
    expect(ask(`/orders?${"a".repeat(1000)}`).status).toBe(414);
    expect(ask("/payments", { method: "POST", body: " ".repeat(100_001) }).status).toBe(413);
    const asked = () => ask("/flaky/nowhere?fail=0").status;
    const before = Array.from({ length: 100_000 }, asked);
    expect([before.at(-1), asked()]).toEqual([404, 507]);
  });

  test("[WO10] is fetch: it waits on the run's clock, and ends with its signal", async () => {
    const clock = testClock(march(2));
    const world = new World();
    const ask = (one: WorldRequest) => world.ask(one, { seed: 1, now: clock.now() });
    const response = await fetchWorld("https://world.test/slow/orders?delay=600", undefined, { ask, clock });
    expect(clock.now() - march(2)).toBeGreaterThanOrEqual(600_000);
    expect([response.status, response.ok, response.url]).toEqual([
      200,
      true,
      "https://world.test/slow/orders?delay=600",
    ]);
    expect(await response.json()).toMatchObject({ total: 500 });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(fetchWorld("https://world.test/orders", { signal }, { ask, clock })).rejects.toThrow(
      "enough",
    );
    const posted = new Request("https://world.test/payments", { method: "POST", body: '{"order":1}' });
    expect((await fetchWorld(posted, undefined, { ask, clock })).status).toBe(201);
    const head = await fetchWorld("https://world.test/orders", { method: "HEAD" }, { ask, clock });
    expect(await head.text()).toBe("");
  });

  test("[WO11] knows its own addresses from all others", () => {
    for (const address of ["https://world.test/orders", "http://world.test", "https://WORLD.test/?a"])
      expect(isWorldAddress(address)).toBe(true);
    for (const address of [
      "https://world.test.example",
      "https://a.world.test",
      "wss://world.test",
      "world.test",
      "https://world.test:8443/",
    ])
      expect(isWorldAddress(address)).toBe(false);
  });
});
