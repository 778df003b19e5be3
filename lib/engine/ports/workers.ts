import type { RunContext } from "../context";

/** Runs the functions of tasks in workers, one at a time in each. */
export interface WorkerPort {
  /**
   * Calls the task that the module of both realms knows by that name. Settles as its function does, or rejects with a
   * `CrashedRun` when its worker dies. Cancelling the context's scope kills the worker at once.
   */
  run(task: string, args: readonly unknown[], context: RunContext): Promise<unknown>;
}
