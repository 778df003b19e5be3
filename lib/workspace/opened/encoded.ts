/**
 * A text as bytes of an encoding, by its label: browsers read many, and write none but UTF-8, so each letter is what is read as it.
 * Undefined where the encoding is not known, or has not all letters of the text.
 */
export function encoded(text: string, label: string): Uint8Array<ArrayBuffer> | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    return undefined;
  }
  if (decoder.encoding === "utf-8") return new TextEncoder().encode(text);
  const bytes = decoder.encoding.startsWith("utf-16")
    ? utf16(text, decoder.encoding === "utf-16le")
    : byLetter(text, decoder);
  return bytes && readBack(bytes, decoder) === text ? bytes : undefined;
}

function utf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
}

function byLetter(text: string, decoder: TextDecoder): Uint8Array<ArrayBuffer> | undefined {
  const missing = new Set(text);
  const known = new Map<string, readonly number[]>();
  const look = (...bytes: readonly number[]) => {
    const letter = readBack(Uint8Array.from(bytes), decoder);
    if (letter !== undefined && missing.delete(letter)) known.set(letter, bytes);
  };
  for (let byte = 0; byte < 256; byte++) look(byte);
  // Encodings of the Far East have most letters as two bytes.
  for (let lead = 0x81; lead < 0xff && missing.size > 0; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) look(lead, trail);
  if (missing.size > 0) return undefined;
  return Uint8Array.from(Array.from(text).flatMap((letter) => known.get(letter) ?? []));
}

function readBack(bytes: Uint8Array, decoder: TextDecoder): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
