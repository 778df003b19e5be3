"use client";

import { useEffect, useState, type ReactNode } from "react";
import type { RunLook } from "@/lib/fold";
import type {
  Definition,
  FlowRunId,
  Place,
  RunHead as Head,
  RunStanding,
  RunSummary,
  ShownRun,
  TaskRunId,
} from "@/lib/workspace";
import { useStore } from "../_ui/store";
import type { RunComparing } from "./comparing";
import { GraphTab } from "./graph/graph-tab";
import type { DetailActions } from "./detail/selection";
import { Lenses } from "./lenses";
import { Nothing } from "./nothing";
import { RunHead } from "./run-head";
import type { Sheet } from "./sheet/use-sheet";
import { useLook } from "./use-look";
import { WholePageButton, type WholePage } from "./whole-page";
import { namingOf, useViewed, useViewedPart, view } from "./viewed";
import { part } from "../_design/part";

// What shows a run comes with the first run.
const Timeline = part(async () => ({ default: (await import("./timeline/timeline")).Timeline }));
const LogLens = part(async () => ({ default: (await import("./logs/log-lens")).LogLens }));
const ArtifactList = part(async () => ({ default: (await import("./artifact-list")).ArtifactList }));
const History = part(async () => ({ default: (await import("./history")).History }));
const RunFiles = part(async () => ({ default: (await import("./run-files")).RunFiles }));
const Pause = part(async () => ({ default: (await import("./pause")).Pause }));
const TimeSlider = part(async () => ({ default: (await import("./time-slider")).TimeSlider }));
const Elsewhere = part(() => import("./elsewhere"));
const SheetBar = part(() => import("./sheet/sheet-bar"));
const Selection = part(async () => ({ default: (await import("./detail/selection")).Selection }));
const RunFacts = part(async () => ({ default: (await import("./detail/run-facts")).RunFacts }));

/** What can be done with runs. */
export interface RunActions extends RunComparing {
  readonly pin: (run: FlowRunId, isPinned: boolean) => Promise<void>;
  readonly stopRun: (run: FlowRunId) => Promise<void>;
  readonly resume: (run: FlowRunId, paused: FlowRunId, json: string) => Promise<string | undefined>;
  readonly showRun: (run: FlowRunId) => Promise<void>;
  readonly offeredFile: (hash: string) => Promise<Blob | undefined>;
  readonly logFile: (run: FlowRunId) => Promise<File | undefined>;
}

interface RunViewProps {
  /** The run that is looked at, if there is one. */
  readonly run: ShownRun | null;
  readonly standing: RunStanding;
  readonly history: readonly RunSummary[];
  /** What the notebook defines. */
  readonly definitions: readonly Definition[];
  /** Whether it is still being read what the notebook defines. */
  readonly isReading: boolean;
  readonly actions: RunActions;
  /** The place of a definition in the notebook: before all others where it has none. */
  readonly placeOf: (definition: string | null) => number;
  /** Has the cells show a moment of the run too, by the position in its log; none: its end. */
  readonly onLookBack: (position?: number) => void;
  /** Goes to a place in the notebook. */
  readonly onGoTo: (place: Place) => void;
  /** What can be done with the task run that is selected. */
  readonly detail: Omit<DetailActions, "onGoTo">;
  /** What it is shown in where there is no room beside the notebook. */
  readonly sheet: Sheet;
  readonly whole: WholePage;
  /** Stops what runs in this tab; undefined while nothing does. */
  readonly stop: (() => void) | undefined;
}

/** The id of all but the bar of the sheet. */
const contentId = "run-content";

/** A run: how it goes, its task runs over time, its log, what it left and offers; and all runs before. */
export function RunView(props: RunViewProps) {
  const isLed = useAddressedRun(props.run, props.actions);
  return (
    <section aria-label="Run" className="@container flex h-full min-h-0 min-w-0 flex-1 flex-col">
      {props.run ? (
        <Looked key={props.run.id} {...props} run={props.run} isLed={isLed} />
      ) : (
        <NoRun {...props} />
      )}
    </section>
  );
}

/** The run that is looked at, as it is or was at a moment. */
function Looked({
  run,
  standing,
  history,
  definitions,
  actions,
  placeOf,
  onLookBack,
  onGoTo: goTo,
  detail,
  sheet,
  whole,
  stop,
  isLed,
}: RunViewProps & { readonly run: ShownRun; readonly isLed: boolean }) {
  const head = useStore(run.head);
  const look = useLook(run);
  const artifacts = run.artifactsBefore(look.position);
  useRunInAddress(run.id, history.findIndex(({ id }) => id === run.id) > 0, isLed);
  const back = look.isLatest ? undefined : look.position;
  useEffect(() => onLookBack(back), [back, onLookBack]);
  const [asked, setAsked] = useState(0);
  const { isNarrow, raise, setHeight } = sheet;
  const isWaiting = head.pauses.length > 0;
  useEffect(() => {
    if (isWaiting) raise();
  }, [isWaiting, raise]);
  // A place in the notebook is not to be under the run.
  const onGoTo = (place: Place) => {
    setHeight("bar");
    whole.setWhole(false);
    goTo(place);
  };
  const open = () => setAsked(asked + 1);
  const onTap = isNarrow ? open : undefined;
  return (
    <SheetOf {...{ sheet, run, look, stop }}>
      <div
        className={`flex min-h-0 flex-1 flex-col max-lg:relative max-lg:[&:has(>[data-detail])>[data-page]]:invisible ${whole.isWhole ? "has-[>[data-detail]]:flex-row" : ""}`}
      >
        {/* Where it is too low for all of it, as with large text, it scrolls. */}
        <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto" data-page>
          <RunHead
            {...{ run, look, history, standing, whole, onGoTo, detail }}
            onShow={(id) => void actions.showRun(id)}
            onPin={(isPinned) => void actions.pin(run.id, isPinned)}
          />
          {standing.isElsewhere && <Elsewhere onStop={() => actions.stopRun(run.id)} />}
          <Pauses {...{ head, actions }} isElsewhere={standing.isElsewhere} />
          {head.files.length > 0 && (
            <RunFiles files={head.files} open={(hash) => actions.offeredFile(hash)} />
          )}
          <Lenses
            isWhole={whole.isWhole}
            timeline={
              <div className="h-full [--name-width:38%] @max-md:[--name-width:7.5rem] @max-[20rem]:[--name-width:4.5rem]">
                <Timeline {...{ look, run, placeOf, definitions, onTap }} onOpen={open} />
              </div>
            }
            graph={<GraphTab {...{ look, definitions, onGoTo, onTap }} />}
            logs={<LogLens {...{ look, run, onGoTo }} logFile={(id) => actions.logFile(id)} />}
            artifacts={<ArtifactList key={run.id} {...{ run, artifacts }} />}
            history={
              <History
                {...{ history, comparing: actions }}
                looked={run.id}
                onLook={(id) => void actions.showRun(id)}
              />
            }
            counts={{ logs: look.lineCount, artifacts: artifacts.length, history: history.length }}
          />
          <UnselectedFacts look={look} />
        </div>
        <Selection {...{ look, run, asked, onGoTo, ...detail }} isPage={isNarrow} isBeside={whole.isWhole} />
      </div>
      <TimeSlider run={run} look={look} />
    </SheetOf>
  );
}

/** Below its tasks, while none of them is selected, more of the run. */
function UnselectedFacts({ look }: { readonly look: RunLook }) {
  const id = useViewedPart("selected");
  const lens = useViewedPart("lens");
  const isSelected = id !== undefined && (look.task(id as TaskRunId) ?? look.group(id)) !== undefined;
  return isSelected || lens !== "timeline" ? null : <RunFacts look={look} />;
}

interface SheetOfProps {
  readonly sheet: Sheet;
  readonly run?: ShownRun;
  readonly look?: RunLook;
  readonly stop: (() => void) | undefined;
  readonly children: ReactNode;
}

/** What is under the bar of the sheet, where it is one. */
function SheetOf({ children, ...bar }: SheetOfProps) {
  const { isNarrow, height, isDragged } = bar.sheet;
  return (
    <>
      {isNarrow && <SheetBar meanwhile={<div className="h-14" />} {...bar} controls={contentId} />}
      <div
        id={contentId}
        className="flex min-h-0 flex-1 flex-col"
        hidden={isNarrow && height === "bar" && !isDragged}
      >
        {children}
      </div>
    </>
  );
}

/** Goes to the run that the address names when the notebook is opened; gives whether that is still to come. */
function useAddressedRun(run: ShownRun | null, actions: RunActions): boolean {
  const [wanted, setWanted] = useState(useViewed().run);
  const isThere = run !== null;
  useEffect(() => {
    if (wanted === undefined || !isThere) return;
    void actions.showRun(wanted as FlowRunId).finally(() => setWanted(undefined));
  }, [wanted, isThere, actions]);
  return wanted !== undefined && wanted !== run?.id;
}

/** Has the address name the run where it needs to. */
function useRunInAddress(id: FlowRunId, isOlder: boolean, isLed: boolean): void {
  const viewed = useViewed();
  useEffect(() => {
    const naming = isLed ? undefined : namingOf(viewed, id, isOlder);
    if (naming) view(naming);
  }, [id, isOlder, isLed, viewed]);
}

function NoRun({
  standing,
  history,
  definitions,
  isReading,
  actions,
  onGoTo,
  sheet,
  whole,
  stop,
}: RunViewProps) {
  const graph =
    isReading && definitions.length === 0 ? (
      <Nothing>The notebook is being read…</Nothing>
    ) : (
      <GraphTab look={undefined} {...{ definitions, onGoTo }} />
    );
  return (
    <SheetOf {...{ sheet, stop }}>
      <header className="border-b border-line px-4 py-3 max-lg:py-2">
        <div className="flex items-start justify-between gap-2 max-lg:sr-only">
          <h2 className="font-semibold">No run yet</h2>
          <WholePageButton {...whole} />
        </div>
        <p className="mt-0.5 text-sm text-muted">
          {standing.isRecorded
            ? "No run came with this link. This is what it would run."
            : "Run the notebook: its states, logs and results appear here."}
        </p>
      </header>
      <Lenses
        isWhole={false}
        timeline={graph}
        graph={graph}
        logs={<Nothing>Nothing was logged.</Nothing>}
        artifacts={<Nothing>No artifacts.</Nothing>}
        history={<History history={history} looked={undefined} onLook={(id) => void actions.showRun(id)} />}
        counts={{ history: history.length }}
      />
    </SheetOf>
  );
}

interface PausesProps extends Pick<RunStanding, "isElsewhere"> {
  readonly head: Head;
  readonly actions: RunActions;
}

function Pauses({ head, actions, isElsewhere }: PausesProps) {
  return head.pauses.map((pause) => (
    <Pause
      key={`${pause.id} ${pause.pauseKey}`}
      {...{ pause, isElsewhere }}
      onResume={(json) => actions.resume(head.id, pause.id, json)}
    />
  ));
}
