import { useMemo, type ReactNode } from "react";
import { chaosOf } from "@/lib/chaos";
import type { RunLook, TaskFold } from "@/lib/fold";
import {
  taskDetail,
  waitedFor,
  whyOf,
  type ErrorView,
  type ShownRun,
  type TaskDetail,
} from "@/lib/workspace";
import { ErrorText, errorText } from "../../_ui/error-text";
import { StateBadge, StateIcon } from "../../_ui/state-badge";
import { durationText } from "../../_ui/time";
import { CodeText } from "../chaos-note";
import { usePath } from "../use-path";
import { view } from "../viewed";
import { Attempts } from "./attempts";
import { CacheKey } from "./cache-key";
import { Fact, Facts, linkLook, TaskLinks } from "./facts";
import type { DetailActions } from "./selection";
import { TaskButtons } from "./task-buttons";

interface TaskFactsProps extends DetailActions {
  readonly look: RunLook;
  readonly run: ShownRun;
  readonly task: TaskFold;
}

/** All that is known of a task run. */
export function TaskFacts({ look, run, task, ...actions }: TaskFactsProps) {
  const detail = useMemo(() => taskDetail(task, look), [task, look]);
  const { state, tookMs, waits, inputs, follows, gave, cache, states } = detail;
  const error = run.errorOf(task, look);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2 pr-8">
        <h3 className="max-w-full truncate font-semibold" title={task.run.name}>
          {task.run.name}
        </h3>
        <StateBadge state={state} />
        {tookMs !== undefined && <span className="text-xs text-muted">{durationText(tookMs)}</span>}
      </div>
      <TaskButtons {...{ look, run, task, ...actions }} error={error && copied(error)} />
      <Facts>
        {error && (
          <Fact name="Error">
            <ErrorText error={error} end={state.name} onGoTo={actions.onGoTo} />
          </Fact>
        )}
        {!error && (cache ?? tookMs !== undefined) && <Why cache={cache} />}
        {waits.length > 0 && (
          <Fact name="Waited">
            <Parts>
              {waits.map(({ ms, ...wait }, index) => (
                <span key={index}>
                  {durationText(ms)} <WaitedFor look={look} {...wait} />
                </span>
              ))}
            </Parts>
          </Fact>
        )}
        {task.faults && <Chaos {...{ run, task, look }} />}
        <OnPath look={look} task={task} />
        {inputs.length > 0 && (
          <Fact name="Read">
            <Inputs {...{ look, inputs }} />
          </Fact>
        )}
        {follows.length > 0 && (
          <Fact name="Came after">
            <TaskLinks look={look} ids={follows} />
          </Fact>
        )}
        <Fact name="States">
          <ol className="flex flex-wrap gap-x-3">
            {states.map(({ at, ...one }, index) => (
              <li
                key={index}
                className="inline-flex max-w-full items-center gap-1 tabular-nums"
                title={one.message}
              >
                <StateIcon state={one} className="size-3" />
                {one.name} <span className="text-faint">{durationText(Math.max(0, at))}</span>
                {one.message && !error && <span className="truncate text-muted">{one.message}</span>}
              </li>
            ))}
          </ol>
        </Fact>
        <Attempts attempts={detail.attempts} onGoTo={actions.onGoTo} />
        {detail.attempts.some(({ worker }) => worker !== undefined) && (
          <Fact name="Worker">{workersText(detail.attempts)}</Fact>
        )}
        <Left {...{ run, task, look }} />
        {cache && cache.parts.length > 0 && (
          <Fact name="Cache key">
            <CacheKey parts={cache.parts} />
          </Fact>
        )}
        <Fact name="Log">
          <button
            type="button"
            className={linkLook}
            onClick={() => view({ lens: "logs", selected: task.run.id, isOwn: true })}
          >
            Its lines
          </button>
        </Fact>
      </Facts>
      {gave && gave.kind !== "nothing" && (
        <div className="mt-2 rounded-md border border-line bg-surface">
          {actions.gave(task.run.definition ?? task.run.taskName, gave)}
        </div>
      )}
    </>
  );
}

/** Why it ran, or was served. */
function Why({ cache }: { readonly cache: TaskDetail["cache"] }) {
  const { isReused, reason } = whyOf(cache);
  return (
    <Fact name={isReused ? "Reused" : "Why it ran"}>
      <CodeText text={reason} />
    </Fact>
  );
}

/** What was made to go wrong in it, and what came of that. */
function Chaos({ run, task, look }: Pick<TaskFactsProps, "run" | "task" | "look">) {
  const { verdicts = [] } = chaosOf(run.fold, look.position) ?? {};
  const own = verdicts.filter(({ taskRunId }) => taskRunId === task.run.id);
  if (own.length === 0) return null;
  return (
    <Fact name="Chaos">
      <ul>
        {own.map(({ text }, index) => (
          <li key={index}>
            <CodeText text={text} />
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function Parts({ children }: { readonly children: ReactNode }) {
  return <span className="flex flex-wrap gap-x-3">{children}</span>;
}

function WaitedFor({
  look,
  reason,
  tasks = [],
  names = [],
}: { readonly look: RunLook } & Omit<TaskDetail["waits"][number], "ms">) {
  if (reason !== "upstream") return waitedFor(reason, names);
  return (
    <>
      for <TaskLinks look={look} ids={tasks} />
    </>
  );
}

/** What part of the run's length it is, where that would have been shorter without it: not what its flow did before it called it. */
function OnPath({ look, task }: Pick<TaskFactsProps, "look" | "task">) {
  const path = usePath(look);
  const link = path?.links.find((one) => one.task === task);
  if (!path || !link) return null;
  return (
    <Fact name="Longest path">
      On it, for {durationText(link.to - link.from - link.flowMs - link.pausedMs)} of {durationText(path.ms)}
    </Fact>
  );
}

function Inputs({ look, inputs }: { readonly look: RunLook; readonly inputs: TaskDetail["inputs"] }) {
  return (
    <ul>
      {inputs.map(({ parameter, text, from }) => (
        <li key={parameter} className="flex min-w-0 flex-wrap gap-x-2">
          <span className="font-mono text-muted">{parameter}</span>
          {text !== undefined && (
            <span className="max-w-full truncate font-mono" title={text}>
              {text}
            </span>
          )}
          {from.length > 0 && (
            <span className="min-w-0">
              from <TaskLinks look={look} ids={from} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What it left for people to read. */
function Left({ run, task, look }: Pick<TaskFactsProps, "run" | "task" | "look">) {
  const left = run.artifactsBefore(look.position).filter(({ taskRunId }) => taskRunId === task.run.id);
  if (left.length === 0) return null;
  return (
    <Fact name="Artifacts">
      <Parts>
        {left.map(({ id, key, content }) => (
          <button key={id} type="button" className={linkLook} onClick={() => view({ lens: "artifacts" })}>
            {key ?? content.kind}
          </button>
        ))}
      </Parts>
    </Fact>
  );
}

function workersText(attempts: TaskDetail["attempts"]): string {
  const workers = attempts.flatMap(({ worker }) => (worker === undefined ? [] : [worker + 1]));
  return [...new Set(workers)].join(", ");
}

/** An error as it is copied, with where it comes from. */
function copied(error: ErrorView): string {
  const { definition, line, calledFrom = [], column = 1 } = error;
  const places = [
    ...(definition !== undefined && line !== undefined ? [{ definition, line, column }] : []),
    ...calledFrom,
  ];
  return [
    `${error.name}: ${errorText(error)}`,
    ...places.map((place) => `    at ${place.definition}, line ${place.line}`),
  ].join("\n");
}
