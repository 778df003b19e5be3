import {
  RunnelError,
  deferred,
  messageOf,
  sleep,
  type Clock,
  type Deferred,
  type FlowRunId,
  type NewId,
} from "../../base";
import type { NotebookChannel, RunAnswered, RunRequest, RunRequested } from "../notebook/notebook-channel";
import type { Runner } from "./runner";

interface ControlPorts {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly channel: Pick<NotebookChannel, "send">;
  readonly runner: Pick<Runner, "owns" | "stop" | "resume">;
}

/** Milliseconds that another tab has to answer, unless it is frozen. */
const patience = 2000;

/** Stops and resumes the runs of a notebook, whichever tab runs them: that one does it, and the others ask it to. */
export class RunControl {
  readonly #ports: ControlPorts;
  readonly #asked = new Map<string, Deferred<string | null>>();

  constructor(ports: ControlPorts) {
    this.#ports = ports;
  }

  /** Does it, and resolves once it is done; rejects with why it was not. */
  async request(run: FlowRunId, request: RunRequest): Promise<void> {
    const { clock, newId, channel, runner } = this.#ports;
    if (runner.owns(run)) {
      await this.#do(request);
      return;
    }
    const id = newId();
    const answer = deferred<string | null>();
    const over = new AbortController();
    this.#asked.set(id, answer);
    try {
      channel.send({ type: "request", id, run, request });
      const late = sleep(clock, patience, over.signal).then(() => silent);
      const problem = await Promise.race([answer.promise, late]);
      if (problem !== null) throw new RunnelError("run/request", problem);
    } finally {
      over.abort();
      this.#asked.delete(id);
    }
  }

  /** Another tab asks: what this one runs, it does that to. */
  async requested({ id, run, request }: RunRequested): Promise<void> {
    const { channel, runner } = this.#ports;
    if (!runner.owns(run)) return;
    const problem = await this.#do(request).then(() => null, messageOf);
    channel.send({ type: "answer", id, problem });
  }

  /** The other tab has answered. */
  answered({ id, problem }: RunAnswered): void {
    this.#asked.get(id)?.resolve(problem);
  }

  async #do(request: RunRequest): Promise<void> {
    const { runner } = this.#ports;
    if (request.type === "stop") runner.stop();
    else await runner.resume(request.flowRun, request.json);
  }
}

const silent = "The tab that runs this does not answer. Go to it, or close it: its run then ends as Crashed.";
