/** Branded ids: text that cannot be mixed up with another kind's. */
declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type FlowRunId = Id<"flow run">;
export type TaskRunId = Id<"task run">;
export type StateId = Id<"state">;
export type ArtifactId = Id<"artifact">;
export type EventId = Id<"event">;
export type NotebookId = Id<"notebook">;
export type CellId = Id<"cell">;

/** Chance, as a port: gives numbers in [0, 1). */
export type Random = () => number;

/** Makes ids that sort by the time of their making. */
export type NewId = <T extends Id<string>>() => T;

/** Makes ids, also such as are spelled out later. */
export interface IdSource {
  <T extends Id<string>>(): T;
  /** Sets an id aside for a record that few will ever ask for it: a number, to be spelled out when somebody does. */
  reserve(): number;
  /** The id that was set aside; `at`: when its record was made, in milliseconds since the epoch. */
  spell<T extends Id<string>>(reserved: number, at: number): T;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether text has the form of an id that `newIds` makes. */
export function isId(text: unknown): text is Id<string> {
  return typeof text === "string" && pattern.test(text);
}

/** Where the counter starts again: it has 28 bits. */
const lastCount = 0xfff_ffff;

/**
 * A source of UUIDs of version 7 (RFC 9562): milliseconds first, then a counter, then chance, so that ids sort in the
 * order in which they were made even within one millisecond. Two sources differ in their chance, one's ids in the counter.
 */
export function newIds(now: () => number, random: Random): IdSource {
  let latest = 0;
  let count = 0;
  /** RFC 9562 fixes the first two of these bits to 10. */
  const source = (0x8000 + Math.floor(random() * 0x4000)).toString(16);
  const chance = hex(random() * 2 ** 32, 8);
  const reserve = () => (count = count === lastCount ? 0 : count + 1);
  /** The last moment that was spelled: most ids are of the same as the one before. */
  let moment = -1;
  let stamp = "";
  const spell = <T extends Id<string>>(reserved: number, at: number) => {
    const millisecond = Math.floor(at);
    if (millisecond !== moment) {
      const digits = hex(millisecond, 12);
      stamp = `${digits.slice(0, 8)}-${digits.slice(8)}-7`;
      moment = millisecond;
    }
    const counter = hex(reserved, 7);
    return `${stamp}${counter.slice(0, 3)}-${source}-${counter.slice(3)}${chance}` as T;
  };
  const newId = <T extends Id<string>>() => {
    latest = Math.max(latest, Math.floor(now()));
    return spell<T>(reserve(), latest);
  };
  return Object.assign(newId, { reserve, spell });
}

function hex(value: number, digits: number): string {
  return Math.floor(value).toString(16).padStart(digits, "0");
}
