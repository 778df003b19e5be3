import * as v from "valibot";
import type { FlowRunId } from "../../base";
import type { TabChannel, Tabs } from "../tabs";

const message = v.array(v.custom<FlowRunId>((id) => typeof id === "string"));

/** Tells of runs of any notebook that have changed, or are gone; the other tabs of this browser hear it, and other channels of this tab. */
export class RunsChannel {
  readonly #channel: TabChannel;

  constructor(tabs: Tabs, onChange?: (ids: readonly FlowRunId[]) => void) {
    this.#channel = tabs.channel("runnel:runs");
    if (!onChange) return;
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const parsed = v.safeParse(message, data);
      if (parsed.success) onChange(parsed.output);
    };
  }

  /** Without ids: any may have. */
  changed(...ids: readonly FlowRunId[]): void {
    this.#channel.postMessage(ids);
  }

  close(): void {
    this.#channel.close();
  }
}
