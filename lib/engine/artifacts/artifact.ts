import type { ArtifactId } from "../../base";
import type { RunContext } from "../context";
import { ValueError } from "../errors";
import type { Storage, StorageEntry } from "../ports/storage";
import type { Artifact } from "../runs/events";

/** What an author says of an artifact. */
export interface ArtifactRequest {
  readonly type: Artifact["type"];
  readonly data: Artifact["data"];
  readonly key?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Characters that the data, or the description, of one artifact may have. */
const mostText = 1_000_000;
/** Characters of one metadata value that are kept (rule 11.2). */
const longestMetadata = 500;

/** Keeps an artifact of the run around it: under a key, as its latest version (rule 11.2). */
export async function createArtifact(context: RunContext, request: ArtifactRequest): Promise<Artifact> {
  const { core, flow, task } = context;
  assertKey(request.key);
  assertSize("data", request.data);
  assertSize("description", request.description);
  const now = core.clock.now();
  const artifact: Artifact = {
    id: core.newId<ArtifactId>(),
    key: request.key ?? null,
    type: request.type,
    data: request.data,
    description: request.description ?? null,
    metadata: metadataOf(request.metadata),
    flowRunId: flow?.run.id ?? task?.run.flowRunId ?? null,
    taskRunId: task?.run.id ?? null,
    created: new Date(now),
    updated: new Date(now),
  };
  const { id, key, type } = artifact;
  await core.storage.write(pathOf(artifact), record(artifact));
  if (key !== null) await core.storage.write(latestPath(key), id);
  if (type === "progress") await core.storage.write(progressPath(id), pathOf(artifact));
  context.log.record({ type: "artifact", at: now, artifact });
  return artifact;
}

/** Tells how far a progress artifact, of this run or another, has come. Throws `ValueError` where there is none of that id. */
export async function updateProgress(
  context: RunContext,
  id: string,
  { progress, description }: { readonly progress: number; readonly description?: string | undefined },
): Promise<Artifact> {
  const { storage, clock } = context.core;
  assertSize("description", description);
  const path = (await storage.read(progressPath(id)))?.value;
  const known = typeof path === "string" ? parseArtifact(await storage.read(path)) : undefined;
  if (!known) throw new ValueError(`Artifact not found: there is no progress artifact with the id '${id}'.`);
  const now = clock.now();
  const artifact: Artifact = {
    ...known,
    data: progress,
    description: description ?? known.description,
    updated: new Date(now),
  };
  await storage.write(pathOf(artifact), record(artifact));
  context.log.record({ type: "artifact", at: now, artifact });
  return artifact;
}

/** The latest artifact of a key; null where there is none (rule 11.3). */
export async function readArtifact(storage: Storage, key: string): Promise<Artifact | null> {
  const id = (await storage.read(latestPath(key)))?.value;
  if (typeof id !== "string") return null;
  return parseArtifact(await storage.read(pathOf({ key, id: id as ArtifactId }))) ?? null;
}

/** Every version of a key, or every artifact there is: the newest first. */
export async function listArtifacts(storage: Storage, key?: string): Promise<Artifact[]> {
  const paths = await storage.keys(key === undefined ? "artifacts/" : `artifacts/${key}/`);
  const entries = await Promise.all(paths.map((path) => storage.read(path)));
  return entries.flatMap((entry) => parseArtifact(entry) ?? []).sort(newestFirst);
}

function newestFirst(a: Artifact, b: Artifact): number {
  return b.created.getTime() - a.created.getTime() || (a.id < b.id ? 1 : -1);
}

/** Where an artifact lies. No key has an underscore, so this is the place of those without one. */
function pathOf({ key, id }: Pick<Artifact, "key" | "id">): string {
  return `artifacts/${key ?? "_"}/${id}`;
}

/** Where the id of a key's latest version lies: what is latest is the last that was written, whatever the clock said. */
function latestPath(key: string): string {
  return `artifacts-latest/${key}`;
}

/** Where the path of a progress artifact lies, for those who know its id alone. */
function progressPath(id: string): string {
  return `artifacts-progress/${id}`;
}

interface ArtifactRecord {
  readonly version: 1;
  readonly artifact: Artifact;
}

function record(artifact: Artifact): ArtifactRecord {
  return { version: 1, artifact };
}

/** A stored artifact, or nothing where it is not one of ours. */
function parseArtifact(entry: StorageEntry | undefined): Artifact | undefined {
  const value = entry?.value;
  if (typeof value !== "object" || value === null || !("version" in value) || value.version !== 1)
    return undefined;
  return (value as ArtifactRecord).artifact;
}

function assertKey(key: string | undefined): void {
  if (key === undefined) return;
  if (typeof key !== "string" || !/^[a-z0-9-]+$/.test(key))
    throw new ValueError("Artifact key must only contain lowercase letters, numbers, and dashes.");
  if (key.length > 255)
    throw new ValueError(`Artifact key must have at most 255 characters, not ${key.length}.`);
}

function assertSize(what: string, text: unknown): void {
  if (typeof text === "string" && text.length > mostText)
    throw new ValueError(
      `The ${what} of an artifact must have at most ${mostText} characters, not ${text.length}: keep a summary in it.`,
    );
}

/** Metadata is text; what is longer than it may be is cut, as Prefect's server does. */
function metadataOf(metadata: ArtifactRequest["metadata"]): Artifact["metadata"] {
  if (metadata === undefined) return null;
  const entries = Object.entries(metadata).map(([name, text]: [string, unknown]) => {
    if (typeof text !== "string")
      throw new TypeError(`The metadata '${name}' of an artifact must be a string.`);
    return [name, text.length > longestMetadata ? `${text.slice(0, longestMetadata)}...` : text];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
