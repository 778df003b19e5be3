import { isPlain } from "../arguments/members";
import { ValueError } from "../errors";
import type { Storage, StorageEntry } from "../ports/storage";

/** What a variable can hold: what JSON can say. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A named value that runs share, and that outlives them. */
export interface StoredVariable {
  readonly name: string;
  readonly value: JsonValue;
  readonly tags: readonly string[];
}

const longestName = 255;
/** Characters of a value's JSON. */
const longestValue = 5000;

/** The variable of that name; undefined where it is not set. */
export async function readVariable(storage: Storage, name: string): Promise<StoredVariable | undefined> {
  const record = parseRecord(await storage.read(pathOf(name)));
  return record && { name, value: JSON.parse(record.json) as JsonValue, tags: record.tags };
}

/** Sets a variable. Throws `ValueError` where its name or value cannot be one's, or where it is set and not to be overwritten (rule 11.4). */
export async function writeVariable(
  storage: Storage,
  { name, value, tags }: StoredVariable,
  { overwrite }: { readonly overwrite: boolean },
): Promise<StoredVariable> {
  assertName(name);
  const json = jsonOf(value);
  const record: VariableRecord = { version: 1, json, tags: [...tags] };
  // Version 0 is that of an entry that is not there: so of two who set a variable at once, one is told.
  const written = await storage.write(pathOf(name), record, overwrite ? undefined : 0);
  if (!written)
    throw new ValueError(`Variable '${name}' already exists. Use \`overwrite=True\` to update it.`);
  return { name, value: JSON.parse(json) as JsonValue, tags: record.tags };
}

/** Whether there was a variable to unset. */
export async function removeVariable(storage: Storage, name: string): Promise<boolean> {
  return await storage.remove(pathOf(name));
}

/** A variable as it is stored: its value as text, so that nobody who has read it can change it. */
interface VariableRecord {
  readonly version: 1;
  readonly json: string;
  readonly tags: readonly string[];
}

function parseRecord(entry: StorageEntry | undefined): VariableRecord | undefined {
  const value = entry?.value;
  if (typeof value !== "object" || value === null || !("version" in value) || value.version !== 1)
    return undefined;
  return value as VariableRecord;
}

function pathOf(name: string): string {
  return `variables/${name}`;
}

function assertName(name: unknown): void {
  if (typeof name !== "string" || !/^[a-z0-9_-]+$/.test(name))
    throw new ValueError(
      "Variable name must only contain lowercase letters, numbers, and dashes or underscores.",
    );
  if (name.length > longestName)
    throw new ValueError(`Variable name must have at most ${longestName} characters, not ${name.length}.`);
}

function jsonOf(value: unknown): string {
  if (!isJson(value, new Set())) throw new ValueError("Variable value must be serializable to JSON");
  const json = JSON.stringify(value);
  if (json.length > longestValue)
    throw new ValueError(`Variable value must be less than ${longestValue} characters`);
  return json;
}

/** Whether a value comes back from JSON as it went in: no dates, no `undefined`, nothing that contains itself. */
function isJson(value: unknown, above: Set<object>): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || above.has(value)) return false;
  if (!Array.isArray(value) && !isPlain(value)) return false;
  above.add(value);
  const members: readonly unknown[] = Array.isArray(value) ? [...(value as unknown[])] : Object.values(value);
  const isGood = members.every((one) => isJson(one, above));
  above.delete(value);
  return isGood;
}
