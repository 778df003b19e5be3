import { AbortError, RunnelError, systemClock, type Clock } from "../../base";
import {
  needsTypeScript,
  type Cell,
  type CompiledCode,
  type CompiledNotebook,
  type Notebook,
} from "../../notebook";
import { connect, type Remote } from "../../runtime";
import { afterChanges, compiledOf, type SaidOf } from "./changes";
import type { CompilerApi } from "./compiler-service";
import { Source, type Store } from "../shown/store";
import { startWorker } from "../worker";

type Start = typeof startWorker;

/** Whether the compiler of TypeScript, a megabyte, is there: nothing needs it, it is on its way, or it is at work. */
export type CompilerStatus = "idle" | "loading" | "ready";

/** A notebook that was compiled. */
export interface Compiled {
  readonly notebook: CompiledNotebook;
  /** Its code. Rejects where its worker has gone, or has compiled another since. */
  readonly code: () => Promise<CompiledCode>;
}

/** Compiles notebooks in a worker of its own, which starts at the first need: a small one until a notebook has TypeScript. */
export interface Compiler {
  compile(notebook: Notebook): Promise<Compiled>;
  readonly status: Store<CompilerStatus>;
  close(): void;
}

/** Milliseconds that a notebook may take: there are texts that keep TypeScript's own parser for hours. */
const longest = 30_000;

/** Makes a compiler; `folder` is the address of the folder of the app's workers, and `start` starts one. */
export function createCompiler(
  folder: string,
  start: Start = startWorker,
  clock: Clock = systemClock,
): Compiler {
  const status = new Source<CompilerStatus>("idle");
  const startFrom = (script: string) => (gone: AbortController) => start({ url: folder + script }, gone);
  const small = new CompilerWorker(clock, startFrom("compile.js"));
  const whole = new CompilerWorker(clock, startFrom("compile-typescript.js"), () => status.set("idle"));
  return {
    async compile(notebook) {
      if (!whole.isThere && !needsTypeScript(notebook)) return await small.compile(notebook);
      if (!whole.isThere) status.set("loading");
      small.release();
      return await whole.compile(notebook).finally(() => {
        if (whole.isThere) status.set("ready");
      });
    },
    status,
    close() {
      small.close();
      whole.close();
    },
  };
}

type Answer = Awaited<ReturnType<Remote<CompilerApi>["compile"]>>;

interface Started {
  readonly api: Promise<Remote<CompilerApi>>;
  readonly gone: AbortController;
  /** The cells that it was asked of last. */
  sent: ReadonlySet<Cell>;
  /** What it has said of them. */
  said: SaidOf;
}

/** One of the compiler's workers. It starts at the first need, and again after it ended. */
class CompilerWorker {
  readonly #clock: Clock;
  readonly #startWorker: (gone: AbortController) => Promise<Worker>;
  readonly #onGone: () => void;
  #current: Started | undefined;
  #latest: Promise<unknown> | undefined;

  constructor(
    clock: Clock,
    start: (gone: AbortController) => Promise<Worker>,
    onGone: () => void = () => undefined,
  ) {
    this.#clock = clock;
    this.#startWorker = start;
    this.#onGone = onGone;
  }

  get isThere(): boolean {
    return this.#current !== undefined;
  }

  async compile(notebook: Notebook): Promise<Compiled> {
    const worker = (this.#current ??= this.#start());
    const { cells } = notebook;
    const answer = this.#ask(worker, cells);
    this.#latest = answer;
    const changes = await answer;
    // Answers come in the order of asking.
    worker.said = afterChanges(worker.said, changes, cells);
    return {
      notebook: compiledOf(worker.said, changes),
      code: async () => await (await worker.api).code(changes.number),
    };
  }

  async #ask(worker: Started, cells: readonly Cell[]): Promise<Answer> {
    const api = await worker.api;
    const asked = cells.map((cell) => (worker.sent.has(cell) ? cell.id : cell));
    worker.sent = new Set(cells);
    const stopWaiting = this.#clock.after(longest, () => worker.gone.abort(tooSlow()));
    return await api.compile(asked).finally(stopWaiting);
  }

  /** Ends it once it has answered, which it does in the order of asking; not where it is asked again before. */
  release(): void {
    const latest = this.#latest;
    const end = () => {
      if (this.#latest === latest) this.close();
    };
    latest?.then(end, end);
  }

  close(): void {
    this.#current?.gone.abort(new AbortError("The notebook was closed."));
  }

  #start() {
    const gone = new AbortController();
    const api = this.#startWorker(gone).then((worker) => connect<CompilerApi>(worker, gone.signal));
    api.catch(() => undefined);
    const started: Started = { api, gone, sent: new Set(), said: new Map() };
    gone.signal.addEventListener("abort", () => {
      if (this.#current !== started) return;
      this.#current = undefined;
      this.#onGone();
    });
    return started;
  }
}

function tooSlow(): RunnelError {
  return new RunnelError(
    "compile/slow",
    "A cell of this notebook takes more than half a minute to be read, and nothing can run until that is mended: take out what was changed last.",
  );
}
