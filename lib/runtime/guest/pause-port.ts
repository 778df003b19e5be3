import { decode, encode, type InputCheck, type PausePort } from "../../engine";
import type { PausedTask, TaskHost } from "../protocol";
import type { Remote } from "../remote";

/** Pauses the flow of a task worker's task: asked of the flow worker, while the schema of the input stays here. */
export class HostedPauses implements PausePort {
  readonly #host: Remote<TaskHost>;
  readonly #checks = new Map<number, InputCheck>();
  #count = 0;

  constructor(host: Remote<TaskHost>) {
    this.#host = host;
  }

  readonly pause: PausePort["pause"] = async ({ timeout, key, check }) => {
    const pause = this.#count++;
    if (check) this.#checks.set(pause, check);
    try {
      return decode(await this.#host.pause({ pause, timeout, key, asksForInput: check !== undefined }));
    } finally {
      this.#checks.delete(pause);
    }
  };

  /** What the flow worker asks when somebody resumes the run. */
  readonly checkInput: PausedTask["checkInput"] = async (pause, input) => {
    const value = await this.#checks.get(pause)?.(decode(input));
    return encode(value, "the input");
  };
}
