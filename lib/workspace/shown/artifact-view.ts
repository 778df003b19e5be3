import type { Artifact } from "../../engine";
import { pixelsOf } from "./image-size";
import type { ArtifactContent, ArtifactView } from "./view";

/** Rows of a table artifact that are shown. */
const mostRows = 200;
const mostColumns = 50;
const longestCell = 200;

/** Pixels of an image that is shown: each takes four bytes, and a camera's picture has as many. */
const mostPixels = 40_000_000;

const views = new WeakMap<Artifact, ArtifactView>();

/** What is shown of an artifact: the same object as long as the artifact is the same. */
export function artifactView(artifact: Artifact): ArtifactView {
  const known = views.get(artifact);
  if (known) return known;
  const { id, key, description, created, taskRunId } = artifact;
  const view: ArtifactView = {
    ...{ id, key, description, taskRunId, createdAt: created.getTime() },
    content: contentOf(artifact),
  };
  views.set(artifact, view);
  return view;
}

function contentOf({ type, data, metadata }: Artifact): ArtifactContent {
  switch (type) {
    case "markdown":
      return { kind: "markdown", text: String(data) };
    case "progress":
      return { kind: "progress", percent: Math.min(100, Math.max(0, Number(data) || 0)) };
    case "image":
      return imageOf(String(data));
    case "table":
      return tableOf(String(data), metadata?.["numRows"]);
  }
}

/**
 * Only what needs no network is loaded by itself: an address could tell its host whatever the notebook's code wrote into it. And only
 * pixels, as many as there is room for: a drawing of a few lines can take minutes, and nothing could stop it, so it is a file.
 */
function imageOf(address: string): ArtifactContent {
  if (/^data:image\/(png|jpeg|gif|webp|avif|bmp)[;,]/i.test(address)) {
    const pixels = pixelsOf(bytesOf(address));
    const isSmall = pixels !== undefined && pixels <= mostPixels;
    return { kind: "image", address, loads: isSmall ? "here" : "as a file" };
  }
  if (/^data:image\/svg\+xml[;,]/i.test(address)) return { kind: "image", address, loads: "as a file" };
  const isLink = URL.canParse(address) && new URL(address).protocol === "https:";
  return { kind: "image", address, loads: isLink ? "on demand" : "never" };
}

/** The bytes of an address that holds them, a character each; none, where it is not written as base64. */
function bytesOf(address: string): string {
  const [, base64 = ""] = /^data:[^,]*;base64,([^]*)$/i.exec(address) ?? [];
  try {
    return atob(base64);
  } catch {
    return "";
  }
}

/** A table artifact's rows as text, whichever of its three forms it has; as text, where it has none of them. */
function tableOf(json: string, numRows: string | undefined): ArtifactContent {
  const table = parsed(json);
  const read = Array.isArray(table) ? ofRows(table) : ofColumns(table);
  if (!read) return { kind: "markdown", text: json };
  const { shown, names, length, numColumns } = read;
  const columns = names.slice(0, mostColumns);
  const lists = shown.every(Array.isArray);
  return {
    kind: "table",
    columns: lists ? columns.map((index) => String(Number(index) + 1)) : columns,
    rows: shown.map((row) => columns.map((column) => cellText((row as Record<string, unknown>)[column]))),
    total: Math.max(length, Number(numRows) || 0),
    numColumns,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The rows of a table that are shown, with the names of their columns, and how many there are of both. */
interface TableRead {
  readonly shown: readonly unknown[];
  readonly names: readonly string[];
  readonly length: number;
  readonly numColumns: number;
}

function ofRows(rows: readonly unknown[]): TableRead {
  const shown = rows.slice(0, mostRows);
  const names = columnsOf(shown);
  return { shown, names, length: rows.length, numColumns: names.length };
}

/** Columns as rows, as far as they are shown. */
function ofColumns(table: unknown): TableRead | undefined {
  if (typeof table !== "object" || table === null) return undefined;
  const lists = Object.entries(table).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const columns = lists.slice(0, mostColumns);
  const length = lists.reduce((most, [, values]) => Math.max(most, values.length), 0);
  const shown = Array.from({ length: Math.min(length, mostRows) }, (_, index) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[index]])),
  );
  return { shown, names: columnsOf(shown), length, numColumns: lists.length };
}

function columnsOf(rows: readonly unknown[]): readonly string[] {
  const columns = new Set<string>();
  for (const row of rows)
    if (typeof row === "object" && row !== null) for (const key of Object.keys(row)) columns.add(key);
  return [...columns];
}

function cellText(value: unknown): string {
  if (value === undefined) return "";
  const text =
    typeof value === "string" ? value : typeof value === "number" ? numberText(value) : JSON.stringify(value);
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

/** A number as one would write it: of sums of decimals the last two digits are the computer's own (`0.30000000000000004`). */
function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}
