import { RunnelError } from "../base";
import type { Database } from "./database";
import { fault } from "./fault";
import type { SecretRecord } from "./records";

/** Texts that nobody else is to read, by name: encrypted under a key that this browser keeps and does not hand out. */
export interface Secrets {
  /** In order. */
  names(): Promise<string[]>;
  /** The text; undefined where there is none. Rejects with `storage/secret` where it cannot be decrypted. */
  read(name: string): Promise<string | undefined>;
  /** Puts a text in place of the one of that name; on the disk when it resolves. */
  write(name: string, text: string): Promise<void>;
  /** Whether there was one to remove. */
  remove(name: string): Promise<boolean>;
}

/** Whether a name is one that a secret can have: as Prefect's blocks, lower-case letters, digits and dashes. */
export function isSecretName(name: unknown): name is string {
  return typeof name === "string" && /^[a-z0-9-]{1,200}$/.test(name);
}

/** Characters of the longest secret: it is looked for, in each of its forms, in all that a run says. */
const longestSecret = 20_000;

const cipher = "AES-GCM";
const keyName = "secrets";

export function secretStore(database: Database): Secrets {
  return {
    async names() {
      return (await database.list("secrets")).map(({ name }) => name);
    },
    async read(name) {
      const record = await database.get("secrets", name);
      return record && (await decrypted(record, await keyOf(database)));
    },
    async write(name, text) {
      if (!isSecretName(name))
        throw new RunnelError(
          "storage/secret-name",
          "A secret's name has lower-case letters, digits and dashes, and at most 200 of them.",
        );
      if (text.length > longestSecret)
        throw new RunnelError(
          "storage/secret-size",
          `A secret has at most 20,000 characters, and this has ${text.length.toLocaleString("en")}: keep what is larger in a file.`,
        );
      const record = await encrypted(name, text, await keyOf(database));
      await database.change("secrets", name, (_stored, edit) => edit.put("secrets", record), {
        durability: "strict",
      });
    },
    remove: (name) =>
      database.change(
        "secrets",
        name,
        (stored, edit) => {
          edit.remove("secrets", name);
          return stored !== undefined;
        },
        { durability: "strict" },
      ),
  };
}

/** The browser's key, made at the first need. It is read each time: the database may be another by now. */
async function keyOf(database: Database): Promise<CryptoKey> {
  const known = await database.get("keys", keyName);
  if (known) return known.key;
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  if (!subtle) throw fault("storage/insecure");
  const key = await subtle.generateKey({ name: cipher, length: 256 }, false, ["encrypt", "decrypt"]);
  return await database.change(
    "keys",
    keyName,
    (stored, edit) => {
      // Another tab may have been quicker.
      if (stored) return stored.key;
      edit.put("keys", { version: 1, name: keyName, key });
      return key;
    },
    { durability: "strict" },
  );
}

async function encrypted(name: string, text: string, key: CryptoKey): Promise<SecretRecord> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const version = 1;
  const parameters = { name: cipher, iv, additionalData: label(version, name) };
  const ciphertext = await crypto.subtle.encrypt(parameters, key, new TextEncoder().encode(text));
  return { version, name, iv, ciphertext };
}

async function decrypted({ version, name, iv, ciphertext }: SecretRecord, key: CryptoKey): Promise<string> {
  try {
    const parameters = { name: cipher, iv, additionalData: label(version, name) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, key, ciphertext));
  } catch (cause) {
    throw new RunnelError(
      "storage/secret",
      `The secret “${name}” cannot be decrypted: it was damaged, or this browser's key is another by now. Give it its value again.`,
      { cause },
    );
  }
}

/** What a ciphertext is bound to, so that none can be passed off as another secret's. */
function label(version: number, name: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`runnel secret ${version} ${name}`);
}
