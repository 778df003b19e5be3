import type { Artifact } from "../../engine";
import type { ArtifactContent, ArtifactView } from "./view";

/** Rows of a table artifact that are shown. */
const mostRows = 200;
const mostColumns = 50;
const longestCell = 200;

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
 * pixels: a drawing of a few lines can take minutes, and nothing could stop it, so it is a file.
 */
function imageOf(address: string): ArtifactContent {
  if (/^data:image\/(png|jpeg|gif|webp|avif|bmp)[;,]/i.test(address))
    return { kind: "image", address, loads: "here" };
  if (/^data:image\/svg\+xml[;,]/i.test(address)) return { kind: "image", address, loads: "as a file" };
  const isLink = URL.canParse(address) && new URL(address).protocol === "https:";
  return { kind: "image", address, loads: isLink ? "on demand" : "never" };
}

/** A table artifact's rows as text, whichever of its three forms it has; as text, where it has none of them. */
function tableOf(json: string, numRows: string | undefined): ArtifactContent {
  const table = parsed(json);
  const rows = Array.isArray(table) ? (table as readonly unknown[]) : rowsOf(table);
  if (!rows) return { kind: "markdown", text: json };
  const shown = rows.slice(0, mostRows);
  const names = new Set(shown.flatMap((row) => keysOf(row)));
  const columns = [...names].slice(0, mostColumns);
  const lists = shown.every(Array.isArray);
  return {
    kind: "table",
    columns: lists ? columns.map((index) => String(Number(index) + 1)) : columns,
    rows: shown.map((row) => columns.map((column) => cellText((row as Record<string, unknown>)[column]))),
    total: Math.max(rows.length, Number(numRows) || 0),
    numColumns: names.size,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Columns as rows. */
function rowsOf(table: unknown): readonly unknown[] | undefined {
  if (typeof table !== "object" || table === null) return undefined;
  const columns = Object.entries(table).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const length = Math.max(0, ...columns.map(([, values]) => values.length));
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[index]])),
  );
}

function keysOf(row: unknown): readonly string[] {
  return typeof row === "object" && row !== null ? Object.keys(row) : [];
}

function cellText(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}
