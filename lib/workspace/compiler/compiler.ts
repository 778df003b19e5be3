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
import type { FileUrl } from "../workspace";

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

/** Milliseconds that a cell may take: there are texts that keep TypeScript's own parser for hours. */
const longest = 10_000;

/** Makes a compiler; `fileUrl` gives the addresses of the app's workers, and `start` starts one. */
export function createCompiler(
  fileUrl: FileUrl,
  start: Start = startWorker,
  clock: Clock = systemClock,
): Compiler {
  const status = new Source<CompilerStatus>("idle");
  const startFrom = (script: string) => (gone: AbortController) =>
    start({ url: fileUrl(`workers/${script}`) }, gone);
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

interface Started {
  readonly api: Promise<Remote<CompilerApi>>;
  readonly gone: AbortController;
  /** The cells that it was asked of last. */
  sent: ReadonlySet<Cell>;
  /** What it has said of them. */
  said: SaidOf;
  /** What it was asked and has not answered, in order: to read a cell, or to compile. */
  readonly asked: (Cell | "compile")[];
  stopWaiting: () => void;
}

/** One of the compiler's workers. It starts at the first need, and again after it ended. */
class CompilerWorker {
  readonly #clock: Clock;
  readonly #startWorker: (gone: AbortController) => Promise<Worker>;
  readonly #onGone: () => void;
  /** Cells that kept a worker too long, as they are: another text is another cell. */
  readonly #tooSlow = new WeakSet<Cell>();
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

  async compile({ cells }: Notebook): Promise<Compiled> {
    const compiled = this.#compile(cells);
    this.#latest = compiled;
    return await compiled;
  }

  async #compile(cells: readonly Cell[]): Promise<Compiled> {
    const worker = (this.#current ??= this.#start());
    try {
      const api = await worker.api;
      const changes = await this.#ask(worker, api, cells);
      // Answers come in the order of asking.
      worker.said = afterChanges(worker.said, changes, cells);
      return { notebook: compiledOf(worker.said, changes), code: () => api.code(changes.number) };
    } catch (error) {
      // Without the cell that kept it.
      if (worker.gone.signal.reason === tooSlow) return await this.#compile(cells);
      throw error;
    }
  }

  #ask(worker: Started, api: Remote<CompilerApi>, cells: readonly Cell[]) {
    const ignore = () => undefined;
    for (const cell of cells.filter((one) => !worker.sent.has(one)))
      this.#timed(worker, cell, api.read(cell, this.#tooSlow.has(cell))).catch(ignore);
    worker.sent = new Set(cells);
    const ids = cells.map(({ id }) => id);
    return this.#timed(worker, "compile", api.compile(ids));
  }

  /** An answer, for each of which the worker has so long. */
  async #timed<T>(worker: Started, asked: Started["asked"][number], answer: Promise<T>): Promise<T> {
    if (worker.asked.push(asked) === 1) this.#wait(worker);
    return await answer.finally(() => {
      worker.asked.shift();
      this.#wait(worker);
    });
  }

  #wait(worker: Started): void {
    worker.stopWaiting();
    const [asked] = worker.asked;
    if (asked === undefined || worker.gone.signal.aborted) return;
    worker.stopWaiting = this.#clock.after(longest, () => {
      if (asked !== "compile") this.#tooSlow.add(asked);
      worker.gone.abort(asked === "compile" ? slowNotebook() : tooSlow);
    });
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
    const started: Started = {
      ...{ api, gone, sent: new Set(), said: new Map(), asked: [] },
      stopWaiting: () => undefined,
    };
    gone.signal.addEventListener("abort", () => {
      if (this.#current !== started) return;
      this.#current = undefined;
      this.#onGone();
    });
    return started;
  }
}

const tooSlow = new AbortError("A cell takes too long to be read.");

function slowNotebook(): RunnelError {
  return new RunnelError(
    "compile/slow",
    "This notebook takes too long to be compiled, and nothing can run until that is mended: take out what was changed last.",
  );
}
