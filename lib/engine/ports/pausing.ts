/** What a flow run is paused with. */
export interface PauseRequest {
  /** Seconds after which the run fails unless somebody has resumed it; null: it waits for ever. */
  readonly timeout: number | null;
  /** What makes a pause happen only once in a run; default: how many of them the flow has come to. */
  readonly key?: string | undefined;
  /** Makes of the input that a resume brings what the pause gives; undefined: the pause asks for none. */
  readonly check?: InputCheck | undefined;
}

/** Rejects where an input is not what is asked for. */
export type InputCheck = (input: unknown) => Promise<unknown>;

/** Pauses the flow run of a task whose realm is another than its flow's. */
export interface PausePort {
  /** Resolves to the input once the run is resumed; rejects as a pause in the flow's own realm does. */
  pause(request: PauseRequest): Promise<unknown>;
}
