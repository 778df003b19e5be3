"use client";

import type { FlowRunId, Place, RunHead as Head, RunStanding, RunSummary, ShownRun } from "@/lib/workspace";
import { Tabs } from "../_design/tabs";
import { useStore } from "../_ui/store";
import { ArtifactList } from "./artifact-list";
import type { RunComparing } from "./comparing";
import { History } from "./history";
import { LogList } from "./log-list";
import { Nothing } from "./nothing";
import { Pause } from "./pause";
import { Elsewhere, RunHead } from "./run-head";
import { RunFiles } from "./run-files";
import { TaskList } from "./task-list";

/** What can be done with runs. */
export interface RunActions extends RunComparing {
  readonly pin: (run: FlowRunId, isPinned: boolean) => Promise<void>;
  readonly stopRun: (run: FlowRunId) => Promise<void>;
  readonly resume: (run: FlowRunId, paused: FlowRunId, json: string) => Promise<string | undefined>;
  readonly showRun: (run: FlowRunId) => Promise<void>;
  readonly offeredFile: (hash: string) => Promise<Blob | undefined>;
}

interface RunViewProps {
  /** The run that is looked at, if there is one. */
  readonly run: ShownRun | null;
  readonly standing: RunStanding;
  readonly history: readonly RunSummary[];
  readonly actions: RunActions;
  /** Goes to a place in the notebook. */
  readonly onGoTo: (place: Place) => void;
}

/** A run: how it goes, its task runs, its log, what it left and offers; and all runs before. */
export function RunView({ run, standing, history, actions, onGoTo }: RunViewProps) {
  return (
    <section aria-label="Run" className="flex h-full min-h-0 flex-col">
      {run ? <Top run={run} standing={standing} actions={actions} onGoTo={onGoTo} /> : <NoRun />}
      <Tabs
        label="About the run"
        tabs={[
          {
            value: "tasks",
            title: <>Task runs {run && <TaskCount run={run} />}</>,
            content: run ? <TaskList key={run.id} run={run} /> : <Nothing>No task has run.</Nothing>,
          },
          {
            value: "logs",
            title: <>Logs {run && <LineCount run={run} />}</>,
            content: run ? <LogList key={run.id} run={run} /> : <Nothing>Nothing was logged.</Nothing>,
          },
          {
            value: "artifacts",
            title: <>Artifacts {run && <ArtifactCount run={run} />}</>,
            content: run ? <ArtifactList key={run.id} run={run} /> : <Nothing>No artifacts.</Nothing>,
          },
          {
            value: "history",
            title: (
              <>
                History <Count of={history.length} />
              </>
            ),
            content: (
              <History
                {...{ history, comparing: actions }}
                looked={run?.id}
                onLook={(id) => void actions.showRun(id)}
              />
            ),
          },
        ]}
      />
    </section>
  );
}

interface TopProps {
  readonly run: ShownRun;
  readonly standing: RunStanding;
  readonly actions: RunActions;
  readonly onGoTo: RunViewProps["onGoTo"];
}

/** What is above the lenses: how it goes, what it asks for, and what it offers. */
function Top({ run, standing, actions, onGoTo }: TopProps) {
  const head = useStore(run.head);
  return (
    <>
      <RunHead
        run={run}
        isPinned={standing.isPinned}
        onGoTo={onGoTo}
        onPin={(isPinned) => void actions.pin(run.id, isPinned)}
      />
      {standing.isElsewhere && <Elsewhere onStop={() => actions.stopRun(run.id)} />}
      <Pauses head={head} actions={actions} />
      <RunFiles files={head.files} open={(hash) => actions.offeredFile(hash)} />
    </>
  );
}

function Pauses({ head, actions }: { readonly head: Head; readonly actions: RunActions }) {
  return head.pauses.map((pause) => (
    <Pause
      key={`${pause.id} ${pause.pauseKey}`}
      pause={pause}
      onResume={(json) => actions.resume(head.id, pause.id, json)}
    />
  ));
}

function NoRun() {
  return (
    <header className="border-b border-line px-4 py-3">
      <h2 className="font-semibold">No run yet</h2>
      <p className="mt-0.5 text-sm text-muted">Run the notebook: its states, logs and results appear here.</p>
    </header>
  );
}

function TaskCount({ run }: { readonly run: ShownRun }) {
  return <Count of={useStore(run.taskRuns).count} />;
}

function LineCount({ run }: { readonly run: ShownRun }) {
  return <Count of={useStore(run.look).lineCount} />;
}

function ArtifactCount({ run }: { readonly run: ShownRun }) {
  return <Count of={useStore(run.artifacts).length} />;
}

function Count({ of }: { readonly of: number }) {
  return of > 0 && <span className="ml-0.5 text-xs text-faint tabular-nums">{of}</span>;
}
