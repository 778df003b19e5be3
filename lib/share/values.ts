import { isId } from "../base";
import { ByteWriter, malformed, type ByteReader } from "./bytes";
import { readTexts, writeTexts } from "./texts";

/** Values in each other that are read. */
const deepest = 40;

/** How a value begins. Small numbers, and texts that came early, are one byte. */
const tag = {
  null: 0,
  false: 1,
  true: 2,
  whole: 3,
  number: 4,
  list: 5,
  record: 6,
  newRecord: 7,
  text: 8,
  newText: 9,
  id: 10,
  newId: 11,
  date: 12,
} as const;
const firstSmall = 13;
const smalls = 19;
const firstText = firstSmall + smalls;
const shortTexts = 256 - firstText;

/** A moment as JSON has it, which is written as the milliseconds since another. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What stands around an id's number in a text, and doubled for itself. */
const mark = "\u0001";
const marked = new RegExp(`${mark}(?:${mark}|(\\d{1,9});)`, "g");
const idLength = 36;

/** An id within a text. */
const idInText = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Writes JSON values: each text and each set of keys once, and ids as numbers in the order in which they come, so that no id is
 * in what is written.
 */
export class ValueWriter {
  readonly body = new ByteWriter();
  readonly #texts = new Map<string, number>();
  readonly #shapes = new Map<string, number>();
  readonly #shapeKeys: (readonly string[])[] = [];
  readonly #ids = new Map<string, number>();
  /** What moments are written as differences from, in milliseconds since the epoch. */
  now = 0;

  /** The number of an id: the next one where it has not come yet. */
  idNumber(id: string): number {
    const known = this.#ids.get(id);
    if (known !== undefined) return known;
    this.#ids.set(id, this.#ids.size);
    return this.#ids.size - 1;
  }

  value(value: unknown): void {
    const { body } = this;
    if (value === null || value === undefined) return body.byte(tag.null);
    switch (typeof value) {
      case "boolean":
        return body.byte(value ? tag.true : tag.false);
      case "number":
        return this.#number(value);
      case "string":
        return this.#text(value);
      case "object":
        return Array.isArray(value) ? this.#list(value) : this.#record(value);
      default:
        return body.byte(tag.null);
    }
  }

  /** All that was written, with its texts and keys in front. */
  get bytes(): Uint8Array {
    const shapes = new ByteWriter();
    shapes.count(this.#shapeKeys.length);
    for (const keys of this.#shapeKeys) {
      shapes.count(keys.length);
      for (const key of keys) shapes.count(this.#textNumber(key));
    }
    const whole = new ByteWriter();
    writeTexts(whole, [...this.#texts.keys()]);
    whole.raw(shapes.bytes);
    whole.count(this.#ids.size);
    whole.raw(this.body.bytes);
    return whole.bytes;
  }

  #number(value: number): void {
    const { body } = this;
    if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) > 2 ** 50) {
      body.byte(tag.number);
      body.raw(new Uint8Array(new Float64Array([value]).buffer));
    } else if (value >= 0 && value < smalls) body.byte(firstSmall + value);
    else {
      body.byte(tag.whole);
      body.signed(value);
    }
  }

  #text(text: string): void {
    const { body } = this;
    if (isId(text)) {
      const number = this.#ids.get(text);
      if (number !== undefined) {
        body.byte(tag.id);
        return body.count(number);
      }
      this.idNumber(text);
      return body.byte(tag.newId);
    }
    if (moment.test(text) && new Date(text).getTime() > 0 && new Date(text).toISOString() === text) {
      body.byte(tag.date);
      return body.signed(new Date(text).getTime() - Math.floor(this.now));
    }
    const before = this.#texts.size;
    const number = this.#textNumber(this.#withoutIds(text));
    if (number === before) body.byte(tag.newText);
    else if (number < shortTexts) body.byte(firstText + number);
    else {
      body.byte(tag.text);
      body.count(number);
    }
  }

  #list(list: readonly unknown[]): void {
    this.body.byte(tag.list);
    this.body.count(list.length);
    for (const one of list) this.value(one);
  }

  #record(record: object): void {
    const entries = Object.entries(record).filter(([, value]) => value !== undefined);
    const keys = entries.map(([key]) => key);
    const shape = JSON.stringify(keys);
    const known = this.#shapes.get(shape);
    if (known === undefined) {
      this.#shapes.set(shape, this.#shapeKeys.push(keys) - 1);
      this.body.byte(tag.newRecord);
    } else {
      this.body.byte(tag.record);
      this.body.count(known);
    }
    for (const [, value] of entries) this.value(value);
  }

  #textNumber(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }

  /** A text in which ids are their numbers, between marks that it has not otherwise. */
  #withoutIds(text: string): string {
    return text.replaceAll(mark, mark + mark).replace(idInText, (id) => `${mark}${this.idNumber(id)};`);
  }
}

/** Reads what a `ValueWriter` wrote. Throws `share/malformed`, `share/too-large`. */
export class ValueReader {
  readonly body: ByteReader;
  readonly #texts: readonly string[];
  readonly #shapes: readonly (readonly string[])[];
  readonly #ids: readonly string[];
  #nextText = 0;
  #nextShape = 0;
  #nextId = 0;
  now = 0;

  /** `newId` makes the ids anew, in their order. */
  constructor(reader: ByteReader, newId: () => string) {
    this.body = reader;
    this.#texts = readTexts(reader);
    this.#shapes = Array.from({ length: reader.many() }, () =>
      Array.from({ length: reader.many() }, () => this.#textAt(reader.count())),
    );
    const ids = reader.count();
    reader.budget.spend(ids * idLength);
    this.#ids = Array.from({ length: ids }, newId);
  }

  /** The id that is made anew for a number. */
  idAt(number: number): string {
    const id = this.#ids[number];
    if (id === undefined) throw malformed();
    this.#nextId = Math.max(this.#nextId, number + 1);
    return id;
  }

  value(depth = 0): unknown {
    if (depth > deepest) throw malformed();
    const { body } = this;
    const first = body.byte();
    if (first >= firstText) return this.#text(first - firstText);
    if (first >= firstSmall) return first - firstSmall;
    switch (first) {
      case tag.null:
        return null;
      case tag.false:
      case tag.true:
        return first === tag.true;
      case tag.whole:
        return body.signed();
      case tag.number:
        return new DataView(body.raw(8).slice().buffer).getFloat64(0, true);
      case tag.list:
        return Array.from({ length: body.many() }, () => this.value(depth + 1));
      case tag.record:
        return this.#record(body.count(), depth);
      case tag.newRecord:
        return this.#record(this.#nextShape++, depth);
      case tag.text:
        return this.#text(body.count());
      case tag.newText:
        return this.#text(this.#nextText++);
      case tag.id:
        return this.idAt(body.count());
      case tag.newId:
        return this.idAt(this.#nextId);
      case tag.date:
        return isoText(Math.floor(this.now) + body.signed());
      default:
        throw malformed();
    }
  }

  #record(shape: number, depth: number): unknown {
    const keys = this.#shapes[shape];
    if (!keys || keys.length > this.body.left) throw malformed();
    for (const key of keys) this.body.budget.spend(key.length);
    // Own properties, whatever a key is called.
    return Object.fromEntries(keys.map((key) => [key, this.value(depth + 1)]));
  }

  #textAt(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) throw malformed();
    return text;
  }

  /** A text with ids in it again; each use counts, as what is made of it may be written out. */
  #text(number: number): string {
    const { budget } = this.body;
    const text = this.#textAt(number);
    budget.spend(text.length);
    if (!text.includes(mark)) return text;
    return text.replace(marked, (_, digits?: string) => {
      if (digits === undefined) return mark;
      budget.spend(idLength);
      return this.idAt(Number(digits));
    });
  }
}

function isoText(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw malformed();
  return date.toISOString();
}
