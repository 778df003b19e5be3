/** A part of XML: a tag, its name without prefix, or text. */
export interface XmlPart {
  readonly name: string;
  readonly isOpen: boolean;
  readonly isClose: boolean;
  /** What stands in the tag. */
  readonly attributes: string;
  /** Text between tags; then there is no name. */
  readonly text: string;
}

const token =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<!(?!\[CDATA|--)[^>]*>|<\?[^>]*>|<(\/)?(?:[\w.-]+:)?([\w.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/)?>|([^<]+)/y;

/** Reads XML as it comes. Throws where it is none. */
export async function* xmlParts(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<XmlPart[]> {
  let decoder: TextDecoder | undefined;
  let rest = "";
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      decoder ??= new TextDecoder(encodingOf(value));
      rest += value ? decoder.decode(value, { stream: true }) : decoder.decode();
      const { parts, read } = partsIn(rest, done);
      rest = rest.slice(read);
      yield parts;
      if (!done) continue;
      if (rest.trim() !== "") throw new Error("a part of it is no XML");
      return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function encodingOf(start: Uint8Array | undefined): string {
  const [first, second] = start ?? [];
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** The whole parts of a text, and where they end. What may go on is left, unless it is the `last`. */
function partsIn(text: string, last: boolean): { readonly parts: XmlPart[]; readonly read: number } {
  const parts: XmlPart[] = [];
  token.lastIndex = 0;
  for (let read = 0; ; read = token.lastIndex) {
    const found = token.exec(text);
    const mayGoOn = found?.[6] !== undefined && token.lastIndex === text.length && !last;
    if (!found || mayGoOn) return { parts, read };
    const [, data, closes, name, attributes = "", isEmpty, content] = found;
    if (name !== undefined) {
      const isClose = closes !== undefined || isEmpty !== undefined;
      parts.push({ name, isOpen: closes === undefined, isClose, attributes, text: "" });
    } else if (data !== undefined || content !== undefined) {
      const plain = data ?? unescaped(content ?? "");
      parts.push({ name: "", isOpen: false, isClose: false, attributes: "", text: plain });
    }
  }
}

/** The value of an attribute; undefined where there is none. */
export function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? unescaped(found[1] ?? found[2] ?? "") : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g,
    (whole: string, ...[hex, decimal, word = ""]: (string | undefined)[]) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return Number.isInteger(code) && code <= 0x10ffff
        ? String.fromCodePoint(code)
        : (entities[word] ?? whole);
    },
  );
}
