import {
  createArtifact,
  linkData,
  listArtifacts as listAll,
  progressData,
  readArtifact as readLatest,
  tableData,
  updateProgress,
  writeLog,
  type Artifact,
  type ArtifactRequest,
  type OptionNames,
  type RunContext,
  type TableRows,
} from "../engine";
import { shownRows } from "./data/shown-rows";
import { Table } from "./data/table";
import { checked } from "./known-options";
import { surroundings } from "./task";

/** What can be said of any artifact. */
export interface ArtifactOptions {
  /** Lower-case letters, digits and dashes; the same key again is a new version of the same thing (rule 11.2). */
  readonly key?: string;
  /** Markdown. */
  readonly description?: string;
  /** Texts of at most 500 characters. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const optionNames: OptionNames<ArtifactOptions> = { key: true, description: true, metadata: true };

/** Rows of a table handle that its artifact has. */
const mostRows = 1_000;

/** Leaves markdown for people to read. Gives the artifact's id. */
export async function createMarkdownArtifact(
  options: ArtifactOptions & { readonly markdown: string },
): Promise<string> {
  checked(createMarkdownArtifact, options, { ...optionNames, markdown: true });
  return await create({ ...options, type: "markdown", data: text("markdown", options.markdown) });
}

/** Leaves a table: rows or columns as they are, of a table handle the first thousand rows as it shows them. Gives the artifact's id. */
export async function createTableArtifact(
  options: ArtifactOptions & { readonly table: TableRows | Table },
): Promise<string> {
  checked(createTableArtifact, options, { ...optionNames, table: true });
  const { table, metadata } = options;
  const context = surroundings();
  const isPart = table instanceof Table && table.numRows > mostRows;
  const rows = table instanceof Table ? await shownRows(table, mostRows) : table;
  return await create(
    {
      ...options,
      type: "table",
      data: tableData(rows),
      metadata: isPart ? { numRows: String(table.numRows), ...metadata } : metadata,
    },
    context,
  );
}

/** Leaves a link, as markdown. Gives the artifact's id. */
export async function createLinkArtifact(
  options: ArtifactOptions & { readonly link: string; readonly linkText?: string },
): Promise<string> {
  checked(createLinkArtifact, options, { ...optionNames, link: true, linkText: true });
  const data = linkData(text("link", options.link), options.linkText);
  return await create({ ...options, type: "markdown", data });
}

/** Leaves an image, by its address: `data:` is shown at once. Gives the artifact's id. */
export async function createImageArtifact(
  options: ArtifactOptions & { readonly imageUrl: string },
): Promise<string> {
  checked(createImageArtifact, options, { ...optionNames, imageUrl: true });
  return await create({ ...options, type: "image", data: text("imageUrl", options.imageUrl) });
}

/** Leaves a bar that shows how far something is, from 0 to 100. Gives the artifact's id, to tell of progress by. */
export async function createProgressArtifact(
  options: ArtifactOptions & { readonly progress: number },
): Promise<string> {
  checked(createProgressArtifact, options, { ...optionNames, progress: true });
  const context = surroundings();
  const data = progressData(options.progress, (message) => warn(context, message));
  return await create({ ...options, type: "progress", data }, context);
}

/** Moves the bar of a progress artifact, of this run or another. Gives its id. */
export async function updateProgressArtifact(
  artifactId: string,
  progress: number,
  options: Pick<ArtifactOptions, "description"> = {},
): Promise<string> {
  const { description } = checked(updateProgressArtifact, options, { description: true });
  const context = surroundings();
  const data = progressData(progress, (message) => warn(context, message));
  const { id } = await updateProgress(context, artifactId, { progress: data, description });
  return id;
}

/** The latest version of a key; null where there is none. */
export async function readArtifact(key: string): Promise<Artifact | null> {
  return await readLatest(surroundings().core.storage, key);
}

/** All versions of a key, or of every key, the newest first. */
export async function listArtifacts(key?: string): Promise<Artifact[]> {
  return await listAll(surroundings().core.storage, key);
}

async function create(request: ArtifactRequest, context = surroundings()): Promise<string> {
  const { type, data, key, description, metadata } = request;
  if (!isInRun(context))
    console.warn(
      "Artifact creation outside of a flow or task run is deprecated and will be removed in a later version.",
    );
  return (await createArtifact(context, { type, data, key, description, metadata })).id;
}

/** Warnings of a run go to its log, those of plain code to the console. */
function warn(context: RunContext, message: string): void {
  if (isInRun(context)) writeLog(context, "warning", message);
  else console.warn(message);
}

function isInRun({ flow, task }: RunContext): boolean {
  return (flow ?? task) !== null;
}

function text(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(
    `The ${name} of an artifact must be a string, got ${value === null ? "null" : typeof value}.`,
  );
}
