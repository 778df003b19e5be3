"use client";

import { Tabs } from "@base-ui/react/tabs";
import { Download, Pin, PinOff, Square } from "lucide-react";
import { useState } from "react";
import type { NotebookSession, NotebookView, RunView } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { IconButton } from "../../_design/icon-button";
import { saveBlob } from "../../_ui/save-blob";
import { StateBadge } from "../../_ui/state-badge";
import { durationText, sizeText, timeText } from "../../_ui/time";
import { ArtifactList } from "./artifact-list";
import { History } from "./history";
import { LogList } from "./log-list";
import { Pause } from "./pause";
import { TaskList } from "./task-list";
import { Ticking } from "./ticking";

interface RunPanelProps {
  readonly view: NotebookView;
  readonly session: NotebookSession;
}

const tab =
  "shrink-0 border-b-2 border-transparent px-2 py-1.5 text-sm text-muted whitespace-nowrap hover:text-ink data-active:border-accent data-active:text-ink data-active:font-medium";
const panel = "min-h-0 flex-1 overflow-hidden";

/** The run that is looked at: how it goes, its task runs, its log, what it left and offers; and all runs before. */
export function RunPanel({ view, session }: RunPanelProps) {
  const { run, history } = view;
  return (
    <section aria-label="Run" className="flex h-full min-h-0 flex-col">
      {run ? <RunHead run={run} session={session} /> : <NoRun />}
      {run?.isElsewhere && <Elsewhere run={run} session={session} />}
      {run?.pauses.map((pause) => (
        <Pause key={`${pause.id} ${pause.pauseKey}`} run={run.id} pause={pause} session={session} />
      ))}
      {run && run.files.length > 0 && <Files run={run} session={session} />}
      <Tabs.Root defaultValue="tasks" className="flex min-h-0 flex-1 flex-col">
        <Tabs.List
          className="flex gap-1 overflow-x-auto border-b border-line px-2"
          aria-label="About the run"
        >
          <Tabs.Tab value="tasks" className={tab}>
            Task runs {run && run.taskRuns.length > 0 && <Count of={run.taskRuns.length} />}
          </Tabs.Tab>
          <Tabs.Tab value="logs" className={tab}>
            Logs {run && run.lines.length > 0 && <Count of={run.lines.length} />}
          </Tabs.Tab>
          <Tabs.Tab value="artifacts" className={tab}>
            Artifacts {run && run.artifacts.length > 0 && <Count of={run.artifacts.length} />}
          </Tabs.Tab>
          <Tabs.Tab value="history" className={tab}>
            History {history.length > 0 && <Count of={history.length} />}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tasks" className={panel}>
          <TaskList taskRuns={run?.taskRuns ?? []} />
        </Tabs.Panel>
        <Tabs.Panel value="logs" className={panel}>
          <LogList lines={run?.lines ?? []} taskRuns={run?.taskRuns ?? []} />
        </Tabs.Panel>
        <Tabs.Panel value="artifacts" className={panel}>
          <ArtifactList key={run?.id} artifacts={run?.artifacts ?? []} taskRuns={run?.taskRuns ?? []} />
        </Tabs.Panel>
        <Tabs.Panel value="history" className={panel}>
          <History history={history} shown={run?.id} session={session} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}

function RunHead({ run, session }: { readonly run: RunView; readonly session: NotebookSession }) {
  const { state, isPinned, name, flowName, startTime, endTime } = run;
  return (
    <header className="border-b border-line px-4 py-3">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="truncate font-semibold" title={`Flow run ${name}`}>
          {flowName}
        </h2>
        <div className="flex items-center gap-1">
          <StateBadge state={state} />
          <IconButton
            icon={isPinned ? PinOff : Pin}
            label={
              isPinned ? "Unpin: results may go when room is needed" : "Pin: keep the results of this run"
            }
            isMain={isPinned}
            disabled={endTime === undefined}
            onClick={() => void session.pin(run.id, !isPinned)}
          />
        </div>
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
        <span>{name}</span>
        {startTime !== undefined && <span>{timeText(startTime)}</span>}
        {startTime !== undefined &&
          (endTime !== undefined ? (
            <span>{durationText(endTime - startTime)}</span>
          ) : (
            <Ticking>{(now) => durationText(Math.max(0, now - startTime))}</Ticking>
          ))}
      </p>
      {state.message && state.type !== "COMPLETED" && (
        <p className="mt-1.5 max-h-24 overflow-auto text-sm break-words whitespace-pre-wrap text-danger">
          {state.message}
        </p>
      )}
    </header>
  );
}

/** The run of another tab can be stopped from here too. */
function Elsewhere({ run, session }: { readonly run: RunView; readonly session: NotebookSession }) {
  const [isStopping, setStopping] = useState(false);
  const stop = async () => {
    setStopping(true);
    await session.stopRun(run.id);
    setStopping(false);
  };
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line bg-raised px-4 py-3 text-sm">
      <p>Another tab runs this.</p>
      <Button look="danger" disabled={isStopping} onClick={() => void stop()}>
        <Square className="size-3.5 fill-current" aria-hidden />
        Stop this run
      </Button>
    </div>
  );
}

function NoRun() {
  return (
    <header className="border-b border-line px-4 py-3">
      <h2 className="font-semibold">No run yet</h2>
      <p className="mt-0.5 text-sm text-muted">Run the notebook: its states, logs and results appear here.</p>
    </header>
  );
}

function Files({ run, session }: { readonly run: RunView; readonly session: NotebookSession }) {
  return (
    <ul className="border-b border-line px-2 py-1.5" aria-label="Files of the run">
      {run.files.map((file) => (
        <li key={file.name}>
          <button
            type="button"
            className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm hover:bg-sunken"
            onClick={() =>
              void session.offeredFile(file.hash).then((blob) => blob && saveBlob(blob, file.name))
            }
          >
            <Download className="size-4 text-accent" aria-hidden />
            <span className="truncate">{file.name}</span>
            <span className="ml-auto text-xs text-muted tabular-nums">{sizeText(file.size)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Count({ of }: { readonly of: number }) {
  return <span className="ml-0.5 text-xs text-faint tabular-nums">{of}</span>;
}
