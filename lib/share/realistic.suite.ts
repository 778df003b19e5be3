import { readFileSync } from "node:fs";
import { join } from "node:path";
import { testClock } from "../base";
import { createEngine, flow, getRunLogger, sleep, task } from "../flow";
import { storedEvent, type StoredEvent } from "../runtime";
import type { DataSample, TableResult } from "./shared-notebook";

const notebooks = join(import.meta.dirname, "../../public/notebooks");

/** The text of a notebook that comes with the app. */
export function exampleText(slug: string): string {
  return readFileSync(join(notebooks, `${slug}.md`), "utf8");
}

/** A flow of six cells, as one would show it to others. */
export const sixCells = `---
title: Orders by day
---

# Orders by day

Orders of a shop, cleaned and summed up by day. The exchange rate comes from a task that is tried again where it fails.

\`\`\`csv name=orders src=orders.csv
\`\`\`

\`\`\`sql name=clean
SELECT
  id,
  ordered_at::DATE AS day,
  lower(trim(country)) AS country,
  amount
FROM orders
WHERE status <> 'cancelled'
  AND amount > 0
\`\`\`

\`\`\`sql name=daily
SELECT day, country, count(*) AS orders, sum(amount) AS total
FROM clean
GROUP BY ALL
ORDER BY day, total DESC
\`\`\`

\`\`\`ts
const rateOf = task({ retries: 2, retryDelaySeconds: 1 }, async (country: string) => {
  getRunLogger().info(\`rate of \${country}\`);
  const response = await fetch(\`https://api.example.com/rates/\${country}\`);
  if (!response.ok) throw new Error(\`\${response.status} \${response.statusText}\`);
  return (await response.json()).rate as number;
});

const convert = task(async (table: Table, rates: number[]) => {
  const rows = await table.toArray();
  return rows.map((row, index) => ({ ...row, euros: Number(row.total) * rates[index % rates.length] }));
});
\`\`\`

\`\`\`ts
const report = flow(async (countries: string[] = ["de", "fr", "it"]) => {
  const rates = rateOf.map(countries);
  const table = daily.submit();
  const rows = await convert(await table.result(), await rates.result());
  await load(await fromRows(rows, "daily_euros"), "shop.daily_euros");
});
\`\`\`
`;

/** A small generator of chance with a seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** So many rows of orders, as DuckDB prints them. */
export function orders(count: number): DataSample {
  const random = chance(count);
  const pick = (texts: readonly string[]) => texts[Math.floor(random() * texts.length)] ?? "";
  const rows = Array.from({ length: count }, (_, index) => {
    const minutes = Math.floor(random() * 1440);
    const [day, time] = [
      1 + Math.floor(index / 4),
      `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`,
    ];
    const date = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
    return [
      String(10_001 + index),
      `${date} ${time}`,
      pick(["de", "fr", "it", "es", "nl"]),
      pick(["paid", "shipped", "cancelled"]),
      random() < 0.05 ? null : (5 + random() * 195).toFixed(2),
    ];
  });
  const schema = [
    { name: "id", type: "BIGINT" },
    { name: "ordered_at", type: "TIMESTAMP" },
    { name: "country", type: "VARCHAR" },
    { name: "status", type: "VARCHAR" },
    { name: "amount", type: "DECIMAL(18,2)" },
  ];
  const values = schema.map((_, column) => rows.map((row) => row[column] ?? null));
  return { name: "orders", format: "csv", schema, numRows: count * 40, numSampled: count, values };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The run of such a notebook: thirteen task runs, one of them retried, and their lines. */
export async function recordedRun(): Promise<readonly StoredEvent[]> {
  const random = chance(7);
  const step = (name: string, ms: number) =>
    task({ name }, async () => {
      await sleep(ms + random() * 40);
      getRunLogger().info(`${name} has ${Math.floor(random() * 4000)} rows`);
      return { kind: "table", name };
    });
  let failed = false;
  const rateOf = task({ name: "rateOf", retries: 2, retryDelaySeconds: 1 }, async (country: string) => {
    getRunLogger().info(`rate of ${country}`);
    await sleep(80 + random() * 300);
    if (country === "it" && !failed) {
      failed = true;
      throw new Error("503 Service Unavailable");
    }
    return Math.round(random() * 10_000) / 10_000;
  });
  const convert = task({ name: "convert" }, async (rates: unknown) => {
    await sleep(31);
    return [{ day: "2026-01-01", rates }];
  });
  const [ordersTask, clean, daily] = [step("orders", 120), step("clean", 30), step("daily", 12)];
  const keep = task({ name: "load" }, async () => {
    await sleep(9);
  });
  const report = flow({ name: "report" }, async (countries: readonly string[]) => {
    const rates = rateOf.map(countries);
    const rows = ordersTask.submit();
    const cleaned = clean.withOptions({ waitFor: [rows] }).submit();
    const table = daily.withOptions({ waitFor: [cleaned] }).submit();
    await table.result();
    const converted = await convert(await rates.result());
    await keep();
    return converted;
  });
  const clock = testClock(Date.UTC(2026, 10, 28, 9, 12, 31, 417));
  const told: StoredEvent[] = [];
  const engine = createEngine({ clock, random, onEvent: (event) => void told.push(storedEvent(event)) });
  await engine.start(report, [["de", "fr", "it", "es", "nl", "at", "pl", "be"]]).done;
  return told;
}

/** The same run where its queries gave tables, and the first rows of those. */
export async function runWithTables(count: number): Promise<{
  readonly run: readonly StoredEvent[];
  readonly results: readonly TableResult[];
}> {
  const { schema, values } = orders(20);
  const columns: Readonly<Record<string, readonly number[]>> = { clean: [0, 1, 2, 4], daily: [1, 2, 4] };
  const names = new Map<unknown, string>();
  const run = (await recordedRun()).map((line) => {
    const event = JSON.parse(line) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const { taskRun, state } = event;
    if (taskRun) names.set(taskRun["id"], String(taskRun["taskName"]));
    const name = names.get(event["id"]) ?? "";
    const own = columns[name];
    if (!own || state?.["type"] !== "COMPLETED") return line;
    const table = {
      kind: "table",
      name,
      lineage: `${name}-hash`,
      schema: own.map((at) => schema[at]),
      numRows: 400,
    };
    return JSON.stringify({ ...event, state: { ...state, preview: { kind: "table", table } } });
  });
  const results = Object.entries(columns).map(([name, own]) => ({
    lineage: `${name}-hash`,
    numSampled: count,
    values: own.map((at) => values[at]?.slice(0, count) ?? []),
  }));
  return { run, results };
}
