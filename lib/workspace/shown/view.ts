import type { ArtifactId, CellId, FlowRunId, TaskRunId } from "../../base";
import type { CacheDecision, Simulation, StateType } from "../../engine";
import type { Cell, Problem } from "../../notebook";
import type { Preview } from "../../runtime";
import type { DiskState } from "../../storage";
import type { Place } from "../run/place";

/** What is shown of a state: Prefect's name, and the type that decides colour and icon. */
export interface StateView {
  readonly type: StateType;
  readonly name: string;
  readonly message?: string;
}

/** Why a task run executed or was served. */
export interface CacheView extends Pick<CacheDecision, "outcome" | "rule"> {
  /** The parts of its cache key that are not those of the last run before; absent where there was none. */
  readonly differs?: readonly string[];
}

/** A run: how it goes, and what it asks for and offers. */
export interface RunHead {
  readonly id: FlowRunId;
  readonly name: string;
  readonly flowName: string;
  readonly state: StateView;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly files: readonly FileView[];
  /** Where it waits for somebody to resume it: its own pause, and those of its subflows. */
  readonly pauses: readonly PauseView[];
  readonly isOver: boolean;
  /** What it is set to, where it is simulated. */
  readonly simulation?: Simulation;
  readonly error?: ErrorView;
  /** How many events of its stored log could not be read; absent: none. */
  readonly leftOut?: number;
  /** Whether its stored log is still being read: all but its state is shown as it was up to there. */
  readonly isPartial?: true;
  /** Whether its stored log is gone, or breaks off before the run ended: how it ended is told by the list of runs. Absent: neither. */
  readonly lost?: "all" | "end";
}

/** How the run that is looked at stands with this tab. */
export interface RunStanding {
  /** Whether what it left stays when room is needed. */
  readonly isPinned: boolean;
  /** Whether another tab runs it. */
  readonly isElsewhere: boolean;
  /** Whether it came in a link, and was run wherever that was made. */
  readonly isRecorded: boolean;
}

/** A flow run that waits to be resumed. */
export interface PauseView {
  readonly id: FlowRunId;
  readonly flowName: string;
  /** Tells its pauses apart. */
  readonly pauseKey: string;
  readonly asksForInput: boolean;
  /** When it fails unless it is resumed; absent: it waits for ever. */
  readonly until?: number;
}

/** A file that a run offers. */
export interface FileView {
  readonly name: string;
  readonly hash: string;
  readonly size: number;
}

/** What a run left for people to read. */
export interface ArtifactView {
  readonly id: ArtifactId;
  readonly key: string | null;
  /** Markdown. */
  readonly description: string | null;
  readonly createdAt: number;
  readonly taskRunId: TaskRunId | null;
  readonly content: ArtifactContent;
}

export type ArtifactContent =
  | { readonly kind: "markdown"; readonly text: string }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly total: number;
      /** How many columns there are in all. */
      readonly numColumns: number;
    }
  | { readonly kind: "progress"; readonly percent: number }
  | {
      readonly kind: "image";
      readonly address: string;
      /** `as a file`: it is a drawing, or too large; `on demand`: its host would hear of it; `never`: it is no address of an image. */
      readonly loads: "here" | "as a file" | "on demand" | "never";
    };

/** How the latest runs of one of a cell's definitions went. */
export interface DefinitionView {
  readonly name: string;
  readonly state: StateView;
  /** How many runs are in each state, where a task was mapped or called often. */
  readonly counts: Readonly<Record<string, number>>;
  readonly startTime?: number;
  /** Absent while it runs. */
  readonly durationMs?: number;
  /** The values of its completed runs, in order of their making; not all, where there are many. */
  readonly outputs: readonly OutputView[];
  readonly error?: ErrorView;
}

export interface OutputView {
  readonly runName: string;
  readonly preview: Preview;
}

/** What went wrong first, and where in the notebook that was. */
export interface ErrorView {
  readonly name: string;
  readonly message: string;
  /** What defines the code that it comes from: not always the cell's own. */
  readonly definition?: string;
  /** From 1, in the text of the cell of that definition. */
  readonly line?: number;
  readonly column?: number;
  /** The author's code that led there, from the inside out. */
  readonly calledFrom?: readonly Place[];
  /** The task whose run failed first, and with it this one; absent: this one failed by itself. */
  readonly by?: string;
  /** How many more runs failed by themselves, beside that one. */
  readonly others?: number;
  /** How often it was tried, where it might have been more than once. */
  readonly attempts?: { readonly made: number; readonly most: number };
  /** Whether this one never started. */
  readonly isNotRun?: true;
}

/** A place in a cell's text to point at, from 1, and what is wrong there. */
export interface MarkView {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A cell with all that is shown with it. */
export interface CellView {
  readonly id: CellId;
  readonly cell: Cell;
  readonly problems: readonly Problem[];
  /** What is wrong in its text: its problems, and errors of runs that come from there, whichever cell's they were. */
  readonly marks: readonly MarkView[];
  readonly definitions: readonly DefinitionView[];
  /** What it reads: names that other cells define. */
  readonly reads: readonly string[];
  /** Whether what is shown was made from another text than the cell's, or from another of its inputs. */
  readonly isStale: boolean;
  /** Whether running this cell would run anything. */
  readonly canRun: boolean;
  /** The files that it reads on the person's disk. */
  readonly filesOnDisk: readonly DiskFileView[];
  /** The file of a data cell that this browser does not have. */
  readonly missingFile?: string;
}

/** A file that is read on the person's disk, under the name that the notebook has for it. */
export interface DiskFileView {
  readonly name: string;
  readonly hash: string;
  readonly size: number;
  readonly state: DiskState;
}

/** A notebook without what is in its cells. */
export interface Outline {
  readonly title: string;
  readonly cells: readonly CellId[];
}

/** Whether the text as it is here is on the disk. */
export type Saving = "saved" | "saving" | "conflict" | "failed" | "removed";

/** Which tab may edit: one at a time does. `unknown`: it is not known yet; `link`: none, as the notebook is only in a link. */
export type Editing = "unknown" | "here" | "elsewhere" | "link";

/** Where the notebook may connect. */
export interface NetworkView {
  /** Whether it may connect to any host. */
  readonly isOpen: boolean;
  /** Whether that is for the person to say at once: of a notebook from elsewhere each host is asked for. */
  readonly mayOpen: boolean;
  /** Origins that it may connect to where it may not to any. */
  readonly origins: readonly string[];
  /** Origins that a run was refused, and of which the person has not decided. */
  readonly asked: readonly string[];
}

export interface Notice {
  readonly id: number;
  readonly kind: "error" | "info";
  readonly text: string;
}

/** The data engine, while that is of interest. */
export interface EngineView {
  readonly state: "idle" | "starting" | "ready" | "lost";
  /** While it starts: how much of its code is there, in percent. */
  readonly loaded?: number;
}
