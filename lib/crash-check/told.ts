import * as v from "valibot";
import type { FlowRunId } from "../base";
import type { RunEvent } from "../engine";
import type { Difference } from "./difference";
import type { Moment } from "./moment";
import type { Failure, Progress, Verdict } from "./verdict";

/** What a check tells in the log of its run: how far it is, and at last what it has found. */
export type Told =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "verdict"; readonly verdict: Verdict };

/** Tells of a check in its run's log. */
export function toldEvent(at: number, run: FlowRunId, told: Told): RunEvent {
  const resource = { "prefect.resource.id": `prefect.flow-run.${run}` };
  return { type: "emitted", at, event: "crash-check.told", resource, related: [], payload: { ...told } };
}

/** What an event's payload tells of a check; undefined where it tells of none. The sandbox may say whatever it likes. */
export function parseTold(payload: unknown): Told | undefined {
  const parsed = v.safeParse(told, payload);
  return parsed.success ? parsed.output : undefined;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
const seed = v.pipe(v.number(), v.safeInteger());
const short = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, 300)),
);
const long = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, 4_000)),
);
const done = v.object({ done: count, of: count });

const moment: v.GenericSchema<unknown, Moment> = v.variant("type", [
  v.object({ type: v.literal("state"), of: v.picklist(["flow", "task"]), name: short, state: short }),
  v.object({ type: v.literal("event"), event: short, task: v.nullable(short) }),
  v.object({
    ...{ type: v.literal("loaded"), table: short, mode: v.picklist(["replace", "append"]) },
    ...{ rows: count, task: v.nullable(short) },
  }),
  v.object({ type: v.literal("offered"), file: short, task: v.nullable(short) }),
  v.object({ type: v.literal("stored"), key: short }),
  v.object({ type: v.literal("asked"), method: short, address: short }),
]);

const difference: v.GenericSchema<unknown, Difference> = v.variant("type", [
  v.object({
    ...{ type: v.picklist(["table", "file"]), name: short },
    ...{ calm: v.nullable(count), resumed: v.nullable(count), added: count, removed: count },
  }),
  v.object({
    ...{ type: v.literal("variable"), name: short },
    ...{ calm: v.nullable(short), resumed: v.nullable(short) },
  }),
  v.object({ type: v.literal("payments"), calm: count, resumed: count }),
]);

const failure: v.GenericSchema<unknown, Failure> = v.object({
  history: v.object({ seed, after: count }),
  moment,
  differences: v.pipe(
    v.array(difference),
    v.transform((all) => all.slice(0, 20)),
  ),
  cause: v.object({ text: long, mend: long }),
});

const progress = {
  ...{ points: done, seeds: done, unjudged: count, failing: count },
  failure: v.nullable(failure),
};

const told: v.GenericSchema<unknown, Told> = v.variant("type", [
  v.object({ type: v.literal("progress"), progress: v.object(progress) }),
  v.object({
    type: v.literal("verdict"),
    verdict: v.variant("type", [
      v.object({
        ...progress,
        ...{ type: v.picklist(["survives", "fails"]), isWhole: v.boolean(), writes: v.boolean() },
        unsteady: v.pipe(
          v.array(short),
          v.transform((all) => all.slice(0, 20)),
        ),
      }),
      v.object({ type: v.literal("refused"), why: long }),
    ]),
  }),
]);
