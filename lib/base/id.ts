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

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether text has the form of an id that `newIds` makes. */
export function isId(text: unknown): text is Id<string> {
  return typeof text === "string" && pattern.test(text);
}

/**
 * A source of UUIDs of version 7 (RFC 9562): milliseconds first, then a counter, then chance, so that ids sort in the
 * order in which they were made even within one millisecond, or when the clock is put back.
 */
export function newIds(now: () => number, random: Random): NewId {
  let time = -1;
  let count = 0;
  let head = "";
  let chance = "";
  /** RFC 9562 fixes the first two of these bits to 10. */
  const source = (0x8000 + Math.floor(random() * 0x4000)).toString(16);
  return <T extends Id<string>>() => {
    const current = Math.floor(now());
    if (current > time || count > 0xfff_ffff) {
      time = Math.max(current, time + 1);
      count = 0;
      chance = hex(random() * 2 ** 32, 8);
      const stamp = hex(time, 12);
      head = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7`;
    }
    const counter = hex(count++, 7);
    return `${head}${counter.slice(0, 3)}-${source}-${counter.slice(3)}${chance}` as T;
  };
}

function hex(value: number, digits: number): string {
  return Math.floor(value).toString(16).padStart(digits, "0");
}
