import * as v from "valibot";
import type { FlowRunId, NotebookId } from "../../base";
import type { TabChannel, Tabs } from "../tabs";

/** What can be done to a run under way. */
export type RunRequest =
  | { readonly type: "stop" }
  /** `flowRun` is the run that is paused: it, or a subflow of it. */
  | { readonly type: "resume"; readonly flowRun: FlowRunId; readonly json: string };

/** Asks the tab that runs a run. */
export interface RunRequested {
  readonly type: "request";
  readonly id: string;
  readonly run: FlowRunId;
  readonly request: RunRequest;
}

/** What became of that; `problem` is for the person to read. */
export interface RunAnswered {
  readonly type: "answer";
  readonly id: string;
  readonly problem: string | null;
}

/** What the tabs that have one notebook open tell each other. */
export type NotebookMessage =
  /** The sender wants to know whether another tab edits; whoever does says that it is held. */
  | { readonly type: "who" }
  | { readonly type: "held" }
  /** The sender wants to edit: whoever does saves, and lets go. */
  | { readonly type: "ask" }
  | { readonly type: "given" }
  /** Another revision is stored; or none any more. */
  | { readonly type: "saved" }
  | { readonly type: "removed" }
  /** More of a run is stored. */
  | { readonly type: "run"; readonly id: FlowRunId }
  /** A run was deleted. */
  | { readonly type: "run-removed"; readonly id: FlowRunId }
  | RunRequested
  | RunAnswered;

const flowRunId = v.custom<FlowRunId>((id) => typeof id === "string");

const message: v.GenericSchema<unknown, NotebookMessage> = v.variant("type", [
  v.object({ type: v.picklist(["who", "held", "ask", "given", "saved", "removed"]) }),
  v.object({ type: v.picklist(["run", "run-removed"]), id: flowRunId }),
  v.object({
    type: v.literal("request"),
    id: v.string(),
    run: flowRunId,
    request: v.variant("type", [
      v.object({ type: v.literal("stop") }),
      v.object({ type: v.literal("resume"), flowRun: flowRunId, json: v.string() }),
    ]),
  }),
  v.object({ type: v.literal("answer"), id: v.string(), problem: v.nullable(v.string()) }),
]);

/** The other tabs of this browser that have the notebook open. A tab does not hear itself. */
export class NotebookChannel {
  readonly #channel: TabChannel;

  constructor(tabs: Tabs, id: NotebookId, onMessage: (message: NotebookMessage) => void) {
    this.#channel = tabs.channel(`runnel:notebook:${id}`);
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      // An app of another version may say what this one does not know.
      const parsed = v.safeParse(message, data);
      if (parsed.success) onMessage(parsed.output);
    };
  }

  send(said: NotebookMessage): void {
    this.#channel.postMessage(said);
  }

  close(): void {
    this.#channel.close();
  }
}
