/**
 * Something that happened in a run, after which it can be killed: it said so in its log, or something outside of it was changed.
 * Plain data, as it goes from the sandbox to the page.
 */
export type Moment =
  /** A run entered a state. */
  | { readonly type: "state"; readonly of: "flow" | "task"; readonly name: string; readonly state: string }
  /** Another event of the log, by its type; of a task, by its name. */
  | { readonly type: "event"; readonly event: string; readonly task: string | null }
  /** A table was kept, by a task or by the flow itself. */
  | {
      readonly type: "loaded";
      readonly table: string;
      readonly mode: "replace" | "append";
      readonly rows: number;
      readonly task: string | null;
    }
  /** A file was offered. */
  | { readonly type: "offered"; readonly file: string; readonly task: string | null }
  /** An entry was written to the storage, or removed from it. */
  | { readonly type: "stored"; readonly key: string }
  /** `world.test` was asked. */
  | { readonly type: "asked"; readonly method: string; readonly address: string };

/** A moment as a part of a sentence that begins with “Killed”. */
export function momentText(moment: Moment): string {
  switch (moment.type) {
    case "state":
      return `after \`${moment.name}\` was ${moment.state}`;
    case "event":
      return moment.task === null ? "after a line of the flow's log" : `after a line of \`${moment.task}\``;
    case "loaded": {
      const who = moment.task === null ? "the flow" : `\`${moment.task}\``;
      const what = moment.mode === "append" ? `added ${rowsText(moment.rows)} to` : "replaced";
      return `right after ${who} had ${what} \`${moment.table}\``;
    }
    case "offered":
      return `right after “${moment.file}” was offered`;
    case "stored":
      return `right after ${storedText(moment.key)}`;
    case "asked":
      return `right after ${moment.method} ${moment.address} was answered`;
  }
}

/** Where variables are in a storage. */
export const variablesAt = "variables/";

function storedText(key: string): string {
  if (key.startsWith(variablesAt)) return `the variable \`${key.slice(variablesAt.length)}\` was set`;
  return key.startsWith("results/") ? "a result was kept" : `\`${key.slice(0, 80)}\` was stored`;
}

export function rowsText(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
}

/** How a killed run ended, as a sentence. */
export function killedText(moments: readonly Moment[]): string {
  const last = moments.at(-1);
  const count = moments.length.toLocaleString("en");
  return last
    ? `Killed on purpose ${momentText(last).replaceAll("`", "")}: ${count} events in.`
    : "Killed on purpose.";
}
