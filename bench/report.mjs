import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const results = join(dirname(fileURLToPath(import.meta.url)), "results");

/** What came of some rounds: for each row the medians of ours, the peer's and the ratio within a round, and whether they do. */
export function summary(rows, rounds) {
  return rows.map(({ workload, ours, peer, unit, target }) => {
    const own = median(rounds.map((round) => round[ours]));
    const withPeer = rounds.filter((round) => peer !== undefined && round[peer] !== null);
    const hasPeer = withPeer.length > 0;
    const other = hasPeer ? median(withPeer.map((round) => round[peer])) : null;
    const ratio = hasPeer ? median(withPeer.map((round) => round[ours] / round[peer])) : null;
    return {
      workload,
      ours: own,
      peer: other,
      ratio,
      unit,
      target,
      met: target ? meets(target, own, ratio) : undefined,
    };
  });
}

/** Undefined where a peer is wanted and there is none. */
function meets({ atLeast = -Infinity, atMost = Infinity, ratioAtLeast, ratioAtMost }, own, ratio) {
  if (own < atLeast || own > atMost) return false;
  if (Number.isNaN(own)) return undefined;
  if (ratioAtLeast === undefined && ratioAtMost === undefined) return true;
  if (ratio === null) return undefined;
  return ratio >= (ratioAtLeast ?? 0) && ratio <= (ratioAtMost ?? Infinity);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The machine, as far as it bears on the figures. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
}

/** The load of the last minute. */
export function load() {
  return loadavg()[0];
}

export function printTable(lines) {
  const table = [
    ["Workload", "Ours", "Peer", "Ratio", "Target", "Met"],
    ...lines.map(({ workload, ours, peer, ratio, unit, target, met }) => [
      workload,
      `${figure(ours)} ${unit}`,
      peer === null ? "–" : `${figure(peer)} ${unit}`,
      ratio === null ? "–" : `${figure(ratio)}×`,
      ...(target ? [targetText(target, unit), met === undefined ? "?" : met ? "yes" : "NO"] : ["", ""]),
    ]),
  ];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table)
    console.log(
      row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join("  "),
    );
}

function targetText({ atLeast, atMost, ratioAtLeast, ratioAtMost }, unit) {
  return [
    atLeast !== undefined && `≥ ${figure(atLeast)} ${unit}`,
    atMost !== undefined && `≤ ${figure(atMost)} ${unit}`,
    ratioAtLeast !== undefined && `≥ ${figure(ratioAtLeast)}×`,
    ratioAtMost !== undefined && `≤ ${figure(ratioAtMost)}×`,
  ]
    .filter(Boolean)
    .join(", ");
}

function figure(value) {
  return value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
}

/** Keeps everything; gives the file. */
export function save(result) {
  mkdirSync(results, { recursive: true });
  const file = join(
    results,
    `${new Date()
      .toISOString()
      .replace(/\.\d+Z/, "Z")
      .replaceAll(":", "-")}.json`,
  );
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  return file;
}
