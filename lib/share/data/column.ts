import { ByteWriter, malformed, type ByteReader } from "../bytes";
import { readTexts, writeTexts } from "../texts";
import { forms, numbersOf } from "./forms";
import { smallest } from "./smallest";
import { readWholes, writeWholes } from "./wholes";

type Values = readonly (string | null)[];

/** How the texts of a column are written; from the third on by a form of numbers. */
const asTexts = 0;
const asRepeats = 1;
const asNumbers = 2;

/** What one value may cost the reader, at least. */
const costOfValue = 8;

/** Writes the values of a column: where NULL is, and the texts as they pack best. */
export function writeColumn(writer: ByteWriter, values: Values): void {
  const texts = values.filter((value) => value !== null);
  writer.byte(texts.length === values.length ? 0 : 1);
  if (texts.length < values.length)
    writeWholes(
      writer,
      values.map((value) => (value === null ? 1 : 0)),
    );
  writer.raw(smallest([...repeats(texts), plainTexts(texts), ...numbers(texts)]));
}

/** Reads so many values. */
export function readColumn(reader: ByteReader, count: number): Values {
  reader.budget.spend(count * costOfValue);
  const nulls = reader.byte() === 0 ? undefined : readWholes(reader, count);
  const texts = readColumnTexts(reader, nulls ? nulls.filter((one) => one === 0).length : count);
  if (!nulls) return texts;
  let next = 0;
  return nulls.map((one) => (one === 0 ? (texts[next++] ?? null) : null));
}

function readColumnTexts(reader: ByteReader, count: number): readonly string[] {
  const coding = reader.byte();
  if (coding === asTexts) {
    const texts = readTexts(reader);
    if (texts.length !== count) throw malformed();
    return texts;
  }
  if (coding === asRepeats) {
    const distinct = readTexts(reader);
    return readWholes(reader, count).map((index) => {
      const text = distinct[index];
      if (text === undefined) throw malformed();
      reader.budget.spend(text.length);
      return text;
    });
  }
  const form = forms[coding - asNumbers];
  if (!form) throw malformed();
  return readWholes(reader, count).map((value) => {
    const text = form.toText(value);
    reader.budget.spend(text.length);
    return text;
  });
}

function plainTexts(texts: readonly string[]): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(asTexts);
  writeTexts(writer, texts);
  return writer.bytes;
}

function repeats(texts: readonly string[]): readonly Uint8Array[] {
  const distinct = [...new Set(texts)];
  if (distinct.length > texts.length / 2) return [];
  const places = new Map(distinct.map((text, index) => [text, index]));
  const writer = new ByteWriter();
  writer.byte(asRepeats);
  writeTexts(writer, distinct);
  writeWholes(
    writer,
    texts.map((text) => places.get(text) ?? 0),
  );
  return [writer.bytes];
}

/** By the first form that fits: of those that do, it has the least digits. */
function numbers(texts: readonly string[]): readonly Uint8Array[] {
  if (texts.length === 0) return [];
  for (const [index, form] of forms.entries()) {
    const values = numbersOf(texts, form);
    if (!values) continue;
    const writer = new ByteWriter();
    writer.byte(asNumbers + index);
    writeWholes(writer, values);
    return [writer.bytes];
  }
  return [];
}
