import { malformed, type ByteReader, type ByteWriter } from "./bytes";

/** What stands between texts that do not have it. */
const separators = ["\n", "\u0000", "\u0001", "\u001f"] as const;

/**
 * Writes texts one behind another: between them a sign that none of them has, or in front of each its length where there is none,
 * or where it could not be seen how many there are.
 */
export function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  writer.count(texts.length);
  if (texts.length === 0) return;
  const sign = separators.findIndex((one) => !texts.some((text) => text.includes(one)));
  writer.byte(sign + 1);
  if (sign >= 0) writer.text(texts.join(separators[sign]));
  else for (const text of texts) writer.text(text);
}

/** Reads what `writeTexts` wrote. */
export function readTexts(reader: ByteReader): readonly string[] {
  const count = reader.count();
  if (count === 0) return [];
  const sign = reader.byte();
  if (sign === 0) {
    if (count > reader.left) throw malformed();
    return Array.from({ length: count }, () => reader.text());
  }
  const separator = separators[sign - 1];
  if (separator === undefined) throw malformed();
  const whole = reader.text();
  if (count > whole.length + 1) throw malformed();
  const texts = whole.split(separator);
  if (texts.length !== count) throw malformed();
  return texts;
}
