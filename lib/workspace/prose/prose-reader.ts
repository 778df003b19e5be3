import { AbortError, RunnelError, sleep, systemClock } from "../../base";
import { connect, type Remote } from "../../runtime";
import { startWorker } from "../worker";
import type { ProseNode } from "./parse-prose";

/** What the worker does that reads Markdown. */
export interface ProseApi {
  parse(text: string): readonly ProseNode[];
}

/** Characters that are read at all, and milliseconds that the reading may take: people write less, and it takes less. */
const longestProse = 500_000;
const patience = 5_000;

/** Texts whose reading is kept, so that what scrolls into view again is there at once. */
const mostKept = 300;

/** Reads Markdown off the page's thread, one text at a time: some take for ever, and cost no more than their own drawing. */
export class ProseReader {
  readonly #url: string;
  readonly #kept = new Map<string, Promise<readonly ProseNode[]>>();
  readonly #known = new WeakMap<Promise<readonly ProseNode[]>, readonly ProseNode[]>();
  #worker: { readonly api: Promise<Remote<ProseApi>>; readonly gone: AbortController } | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** `url` is the address of the worker's script. */
  constructor(url: string) {
    this.#url = url;
  }

  /** What a text says, where it was read before. */
  known(text: string): readonly ProseNode[] | undefined {
    const kept = this.#kept.get(text);
    return kept && this.#known.get(kept);
  }

  /** What a text says. Rejects with `prose/…` where it cannot be laid out. */
  async read(text: string): Promise<readonly ProseNode[]> {
    if (text.length > longestProse)
      throw new RunnelError("prose/too-large", "It is too long to be laid out.");
    const known = this.#kept.get(text) ?? this.#inTurn(text);
    this.#kept.delete(text);
    this.#kept.set(text, known);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    const prose = await known;
    this.#known.set(known, prose);
    return prose;
  }

  #inTurn(text: string): Promise<readonly ProseNode[]> {
    const read = this.#last.then(() => this.#parse(text));
    this.#last = read.catch((error: unknown) => {
      // What keeps the worker from starting may pass.
      const isOfText = error instanceof RunnelError && error.code.startsWith("prose/");
      if (!isOfText) this.#kept.delete(text);
    });
    return read;
  }

  async #parse(text: string): Promise<readonly ProseNode[]> {
    const { api: starting, gone } = (this.#worker ??= this.#start());
    const api = await starting;
    const over = new AbortController();
    const late = sleep(systemClock, patience, over.signal).then(
      () => gone.abort(new RunnelError("prose/too-slow", "It takes too long to be laid out.")),
      () => undefined,
    );
    try {
      return await api.parse(text);
    } finally {
      over.abort(new AbortError("It is read."));
      await late;
    }
  }

  #start() {
    const gone = new AbortController();
    const api = startWorker({ url: this.#url }, gone).then((worker) =>
      connect<ProseApi>(worker, gone.signal),
    );
    gone.signal.addEventListener("abort", () => (this.#worker = undefined));
    return { api, gone };
  }
}
