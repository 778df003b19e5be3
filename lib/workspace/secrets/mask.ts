import { rewriteEscaped } from "./escaped-text";
import { secretForms } from "./secret-forms";

const shown = "****";

/** Where the sandbox cut a text off, though more may follow: a long value in the middle of a message. */
const cut = /(…|\.\.\.)/;

/** Characters with which a text ends by no chance as a secret begins: of a long one, a quarter is much. */
const longestChance = 12;

/** Bytes that a packed text may unpack to; more is not looked through. */
const mostUnpacked = 64 * 2 ** 20;

/**
 * Hides secrets in what a run says: each of the forms of `secretForms`, wherever it stands, also with every character escaped,
 * and the beginning of one where a text was cut off. It guards against accidents: code that means to give a secret away can write it in other ways.
 */
export class Mask {
  /** The names of secrets by their forms. */
  readonly #names = new Map<string, string>();
  /** The longest first. One pattern of them all would be too large for a regular expression. */
  #forms: readonly string[] = [];

  /** Whether there is nothing to hide. */
  get isEmpty(): boolean {
    return this.#forms.length === 0;
  }

  /** Hides a secret from now on. One of fewer than four characters is not hidden. */
  add(name: string, secret: string): void {
    for (const form of secretForms(secret)) this.#names.set(form, name);
    this.#forms = [...this.#names.keys()].sort((a, b) => b.length - a.length);
  }

  /** A text with what is secret replaced. */
  readonly text = (text: string): string => {
    if (this.isEmpty) return text;
    const whole = this.#forms.reduce((left, form) => left.replaceAll(form, shown), text);
    const parts = rewriteEscaped(whole, (escaped, said) => (this.#has(said) ? shown : escaped)).split(cut);
    return parts.map((part) => this.#withoutBeginning(part)).join("");
  };

  /** A value with the text in it masked, at any depth: plain data stays plain data. */
  readonly value = (value: unknown): unknown => {
    if (this.isEmpty) return value;
    switch (typeof value) {
      case "string":
        return this.text(value);
      case "number":
      case "bigint":
        return this.#names.has(String(value)) ? shown : value;
      case "object":
        return value === null ? null : this.#structure(value);
      default:
        return value;
    }
  };

  /** The name of a secret that a value holds, in its keys and bytes as well; undefined: it holds none. */
  async find(value: unknown): Promise<string | undefined> {
    if (this.isEmpty) return undefined;
    for (const held of textsIn(value)) {
      const name = held instanceof Blob ? await this.#nameInBytes(held) : this.#nameOf(held);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  #has(text: string): boolean {
    return this.#nameIn(text) !== undefined;
  }

  /** A number is secret as a whole: digits of one that is longer are chance. */
  #nameOf(held: string | number | bigint): string | undefined {
    return typeof held === "string" ? this.#nameIn(held) : this.#names.get(String(held));
  }

  #nameIn(text: string): string | undefined {
    const found = this.#forms.find((form) => text.includes(form));
    if (found !== undefined) return this.#names.get(found);
    let name: string | undefined;
    rewriteEscaped(text, (escaped, said) => {
      name ??= this.#nameIn(said);
      return escaped;
    });
    return name;
  }

  async #nameInBytes(bytes: Blob): Promise<string | undefined> {
    return this.#nameIn(await bytes.text()) ?? this.#nameIn(await unpackedText(bytes));
  }

  #structure(value: object): unknown {
    if (Array.isArray(value)) return value.map(this.value);
    if (value instanceof Set) return new Set([...value].map(this.value));
    if (value instanceof Map)
      return new Map(
        [...(value as Map<unknown, unknown>)].map(([key, one]) => [this.value(key), this.value(one)]),
      );
    if (Object.prototype.toString.call(value) === "[object Object]")
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [this.text(key), this.value(one)]));
    if (isBytes(value)) return this.#has(new TextDecoder().decode(value)) ? shown : value;
    for (const held of textsIn(value))
      if (held instanceof Blob || this.#nameOf(held) !== undefined) return shown;
    return value;
  }

  /** Hides the beginning of a secret at the end of a text. */
  #withoutBeginning(text: string): string {
    const end = endOfWords(text);
    for (const form of this.#names.keys()) {
      const least = Math.min(longestChance, Math.max(4, Math.ceil(form.length / 4)));
      const head = form.slice(0, least);
      let start = text.indexOf(head, Math.max(0, end - form.length + 1));
      for (; start >= 0 && start + least <= end; start = text.indexOf(head, start + 1))
        if (form.startsWith(text.slice(start, end))) return text.slice(0, start) + shown + text.slice(end);
    }
    return text;
  }
}

/** Where a text ends but for what closes a structure. */
function endOfWords(text: string): number {
  let end = text.length;
  while (end > 0 && " \n\"'`,.]})".includes(text.charAt(end - 1))) end--;
  return end;
}

function isBytes(value: object): value is ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/** All text in a clonable value, its keys as well, its numbers, and its bytes as blobs. */
function* textsIn(root: unknown): Iterable<string | number | bigint | Blob> {
  const seen = new Set<object>();
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") yield value;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Blob) yield value;
    else if (isBytes(value)) yield new Blob([value]);
    else if (value instanceof Map) left.push(...value.keys(), ...value.values());
    else if (value instanceof Set) left.push(...(value as Set<unknown>));
    else if (value instanceof RegExp || value instanceof String) yield value.toString();
    // An error's message and stack are no enumerable members.
    else for (const key of Object.getOwnPropertyNames(value)) left.push(key, Reflect.get(value, key));
  }
}

/** What packed bytes say, as the engine's `compressed/json` packs them; nothing, where they are no such bytes. */
async function unpackedText(bytes: Blob): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = bytes.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let size = 0; size < mostUnpacked;) {
      const { done, value } = await reader.read();
      if (done) return text;
      size += value.length;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  } catch {
    // Not packed, or not to the end.
  }
  return text;
}
