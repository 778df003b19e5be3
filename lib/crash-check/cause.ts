import { differenceText, type Difference } from "./difference";
import { momentText, rowsText, type Moment } from "./moment";
import type { Life } from "./life";

/** A history that fails: what was found, and what would mend it. */
export interface Cause {
  /** One sentence or two; code is between backticks. */
  readonly text: string;
  /** What mends it. */
  readonly mend: string;
}

/** Why a flow that was killed and resumed left something else. */
export function causeOf(killed: readonly Moment[], resumed: Life, found: readonly Difference[]): Cause {
  const last = killed.at(-1);
  const [first] = found;
  if (!first || !last) return failedAgain(last, resumed);
  const more = found.length > 1 ? `; and ${found.slice(1, 3).map(differenceText).join(", ")}` : "";
  const told = (what: string) =>
    `Killed ${momentText(last)}, the flow was resumed${what}: ${differenceText(first)}${more}.`;
  if (first.type === "table") {
    const before = loadsOf(killed, first.name).at(-1);
    const again = loadsOf(resumed.moments, first.name)[0];
    if (before?.mode === "append" && again?.mode === "append" && first.added > 0)
      return { text: `${twice(last, before)}: ${differenceText(first)}${more}.`, mend: mends.twice };
    if (before && !again)
      return { text: told(` and did not write \`${first.name}\` again`), mend: mends.lost };
    if (!again) return { text: told(` and wrote no \`${first.name}\``), mend: mends.lost };
  }
  if (first.type === "payments")
    return first.resumed > first.calm
      ? { text: told(" and paid again"), mend: mends.paid }
      : { text: told(""), mend: mends.lost };
  return { text: told(""), mend: first.type === "variable" ? mends.variable : mends.other };
}

/** What was added before the kill is added once more. */
function twice(last: Moment, before: Load): string {
  const who = before.task === null ? "the flow" : `\`${before.task}\``;
  const rows = rowsText(before.rows);
  if (last === before)
    return `Killed after ${who} had added ${rows} to \`${before.table}\` and before its state was stored; resumed, it added them again`;
  return `Killed ${momentText(last)}, when ${who} had added ${rows} to \`${before.table}\`; resumed, it added them again`;
}

function failedAgain(last: Moment | undefined, { end }: Life): Cause {
  const how =
    end.type === "ended"
      ? `it ended ${end.name}${end.message === "" ? "" : `: ${end.message}`}`
      : "it did not end";
  return {
    text: `Killed ${last ? momentText(last) : "at once"}, the flow was resumed three times, and ${how}`,
    mend: mends.failed,
  };
}

type Load = Extract<Moment, { type: "loaded" }>;

function loadsOf(moments: readonly Moment[], table: string): readonly Load[] {
  return moments.filter(
    (one): one is Load => one.type === "loaded" && one.table.toLowerCase() === table.toLowerCase(),
  );
}

const mends = {
  twice:
    'Replace the whole table in place of adding to it (`mode: "replace"`); where that is too much, keep what was there before by a task with `persistResult: true`, add to that, and replace. A kept result alone does not help: the run can die between the two writes.',
  lost: "Note that a step is done (a variable, a kept result) only after what it did is written, not before.",
  paid: "Send an `Idempotency-Key`, drawn by a task with `persistResult: true`: whoever is asked twice then does it once.",
  variable:
    "Work out the value by a task with `persistResult: true` before anything is written: a resumed run then sets the same one.",
  other: "Keep what the step works with by a task with `persistResult: true`, and replace what it writes.",
  failed: "Have each step fit to be run again: what it finds done, it leaves as it is.",
} as const;
