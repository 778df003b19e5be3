import type { RunContext, TaskCall } from "../context";

/** Runs the functions of tasks in workers, one at a time in each. */
export interface WorkerPort {
  /**
   * Calls a task's function, which the module of both realms knows by its name there. Settles as its function does, or rejects with a
   * `CrashedRun` when its worker dies. Cancelling the context's scope kills the worker at once.
   * The call's timer runs only while its function does: not while a worker is waited for, or made.
   */
  run(call: TaskCall, args: readonly unknown[], context: RunContext): Promise<unknown>;
}
