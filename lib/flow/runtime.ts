import type { State } from "../engine";
import { currentContext } from "./ambient";

const flow = () => currentContext()?.flow ?? null;
const task = () => currentContext()?.task ?? null;

/** What the run around the caller is (rule 11.6). Read anew at each access; outside of runs null, empty, or 0 (rule 11.7). */
export const runtime = {
  flowRun: {
    get id(): string | null {
      return flow()?.run.id ?? null;
    },
    get name(): string | null {
      return flow()?.run.name ?? null;
    },
    get flowName(): string | null {
      return flow()?.flow.name ?? null;
    },
    get parameters(): Readonly<Record<string, unknown>> {
      return flow()?.parameters ?? {};
    },
    get tags(): readonly string[] {
      return flow()?.run.tags ?? [];
    },
    get runCount(): number {
      return flow()?.run.runCount ?? 0;
    },
    get scheduledStartTime(): Date {
      return flow()?.run.expectedStartTime ?? new Date(currentContext()?.core.clock.now() ?? Date.now());
    },
    get parentFlowRunId(): string | null {
      return flow()?.run.parentFlowRunId ?? null;
    },
  },
  taskRun: {
    get id(): string | null {
      return task()?.run.id ?? null;
    },
    get name(): string | null {
      return task()?.run.name ?? null;
    },
    get taskName(): string | null {
      return task()?.task.name ?? null;
    },
    get parameters(): Readonly<Record<string, unknown>> {
      return task()?.parameters ?? {};
    },
    get tags(): readonly string[] {
      return task()?.run.tags ?? [];
    },
    get runCount(): number {
      return task()?.run.runCount ?? 0;
    },
    get startTime(): Date | null {
      return task()?.run.startTime ?? null;
    },
    get state(): State | null {
      return task()?.state ?? null;
    },
  },
};
