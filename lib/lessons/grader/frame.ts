import { deferred, systemClock } from "../../base";
import { trustedWorker } from "../../workers";
import { broken, type Grade } from "../grade";
import type { GradeReply, GradeRequest, GraderOpening, WorkerReply } from "./protocol";

/**
 * The script of the frame in which a lesson's checks run, in a worker. Like the sandbox's it acts only in an opaque origin, and runs
 * no code of an author itself.
 */
function main(): void {
  const frame = globalThis as unknown as FrameScope;
  if (frame.origin !== "null") return;
  const open = (event: MessageEvent<Partial<GraderOpening> | null>) => {
    const [port] = event.ports;
    if (event.source !== frame.parent || !port || event.data?.type !== "runnel:grade") return;
    frame.removeEventListener("message", open as EventListener);
    const grader = new Grader(event.data as GraderOpening);
    port.onmessage = async ({ data }: MessageEvent<GradeRequest>) =>
      port.postMessage({ grades: await grader.grade(data) } satisfies GradeReply);
  };
  frame.addEventListener("message", open as EventListener);
}

/** The part of a window that this needs: `lib/` compiles without the DOM's types. */
interface FrameScope extends EventTarget {
  readonly origin: string;
  readonly parent: unknown;
}

/** Milliseconds that a worker has to load the checks, and that each of them may take. */
const patience = { load: 10_000, check: 1_000 };

const notLoaded = "The checks could not be loaded.";

/** Asks checks, each at its time: one that never ends is ended with its worker, and the next is asked in another. */
class Grader {
  readonly #script: string;
  readonly #module: string;
  #worker: Worker;
  #loaded = deferred<undefined>();

  constructor({ script, module }: GraderOpening) {
    this.#script = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#module = module;
    this.#worker = this.#start();
  }

  async grade(request: GradeRequest): Promise<readonly Grade[]> {
    const grades: Grade[] = [];
    while (grades.length < request.count) {
      const said = await this.#ask(request, grades);
      if (said === undefined) break;
      if (said === notLoaded) return Array.from({ length: request.count }, () => broken(said));
      grades.push(broken(said));
      this.#worker.terminate();
      this.#loaded = deferred();
      this.#worker = this.#start();
    }
    return grades;
  }

  #start(): Worker {
    const worker = trustedWorker(this.#script, "checks");
    const { resolve } = this.#loaded;
    worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
      if (data === "loaded") resolve(undefined);
    };
    worker.postMessage({ module: this.#module });
    return worker;
  }

  /** Takes in what the worker says of checks; gives why there is no more to be had of it, where it stops at one. */
  async #ask(request: GradeRequest, grades: Grade[]): Promise<string | undefined> {
    const worker = this.#worker;
    const end = deferred<string | undefined>();
    let stop = systemClock.after(patience.load, () => end.resolve(notLoaded));
    const wait = () => {
      stop();
      stop = systemClock.after(patience.check, () => end.resolve("It took too long, and was ended."));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end.resolve(`It threw outside of its function: ${event.message}`);
    };
    await Promise.race([this.#loaded.promise, end.promise]);
    wait();
    worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
      if (data === "loaded" || data.place !== grades.length) return;
      grades.push(data.grade);
      if (grades.length === request.count) end.resolve(undefined);
      else wait();
    };
    worker.postMessage({ ...request, from: grades.length });
    const said = await end.promise;
    stop();
    worker.onmessage = null;
    worker.onerror = null;
    return said;
  }
}

main();
