import type { NotebookId } from "../../base";
import { SerializationError, type Storage } from "../../engine";
import type { ToldResult } from "../../runtime";
import type { KeptEntry } from "../../storage";
import type { Mask } from "../secrets/mask";

/** What is for people to read, and no value that code goes on with: artifacts, and how background runs ended. */
const forPeople = ["artifacts/", "background/state/"];

/**
 * The part of the browser's storage that a notebook's runs may use. What holds a secret is not kept, as a value that has no
 * stored form; what is for people is, masked.
 */
export function notebookStorage(storage: Storage, notebookId: NotebookId, mask: Mask): Storage {
  const prefix = prefixOf(notebookId);
  return {
    read: (key) => storage.read(prefix + key),
    async write(key, value, ifVersion) {
      const kept = mask.isEmpty ? value : await withoutSecrets(key, value, mask);
      return await storage.write(prefix + key, kept, ifVersion);
    },
    remove: (key) => storage.remove(prefix + key),
    keys: async (start) => (await storage.keys(prefix + start)).map((key) => key.slice(prefix.length)),
  };
}

/** A result that a run told, as it is kept, or the name of the secret that it holds, for which it is not. */
export async function keptResult(
  { key, value }: ToldResult,
  notebookId: NotebookId,
  mask: Mask,
): Promise<{ readonly kept: KeptEntry } | { readonly secret: string }> {
  const secret = mask.isEmpty ? undefined : await mask.find([key, value]);
  return secret === undefined ? { kept: { key: prefixOf(notebookId) + key, value } } : { secret };
}

function prefixOf(notebookId: NotebookId): string {
  return `notebooks/${notebookId}/`;
}

function masked(value: unknown, mask: Mask): unknown {
  try {
    return mask.value(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SerializationError("This value is nested too deeply to be stored. Pass flatter data.", {
      cause: error,
    });
  }
}

async function withoutSecrets(key: string, value: unknown, mask: Mask): Promise<unknown> {
  const kept = forPeople.some((start) => key.startsWith(start)) ? masked(value, mask) : value;
  const name = await mask.find([key, kept]);
  if (name === undefined) return kept;
  throw new SerializationError(holdsSecret(name));
}

/** Why a value is not stored. */
export function holdsSecret(name: string): string {
  return `This holds the secret “${name}”, and secrets are not stored: leave it out, or load it by its name where it is used.`;
}
