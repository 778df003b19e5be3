import { RunnelError, sleep, systemClock, type Clock } from "../../base";
import type { Direction, PlacedGraph, RunGraph } from "../../graph";
import { connect, type Remote } from "../../runtime";
import { startWorker } from "../worker";

/** What the worker does that places graphs. */
export interface PlacerApi {
  place(graph: RunGraph, open: ReadonlySet<string>, direction: Direction): PlacedGraph;
}

/** Milliseconds that a graph may take: what people write takes fewer than a hundred. */
const patience = 10_000;

/** Nodes and edges that are placed at all: a run of more has them in its other lenses. */
const most = { nodes: 100_000, edges: 100_000 };

/** Places graphs off the page's thread, in a worker that starts at the first need. */
export class GraphPlacer {
  readonly #url: string;
  readonly #clock: Clock;
  #worker: { readonly api: Promise<Remote<PlacerApi>>; readonly gone: AbortController } | undefined;

  /** `url` is the address of the worker's script. */
  constructor(url: string, clock: Clock = systemClock) {
    this.#url = url;
    this.#clock = clock;
  }

  /** Where everything is. Rejects with `graph/…` where it is too much, and with `worker/…` where the worker does not start. */
  async place(graph: RunGraph, open: ReadonlySet<string>, direction: Direction): Promise<PlacedGraph> {
    if (graph.nodes.length > most.nodes || graph.edges.length > most.edges)
      throw new RunnelError(
        "graph/too-large",
        "This is too much for a graph: look at it in the other lenses.",
      );
    const { api: starting, gone } = (this.#worker ??= this.#start());
    const api = await starting;
    const over = new AbortController();
    const late = sleep(this.#clock, patience, over.signal).then(
      () =>
        gone.abort(
          new RunnelError("graph/too-slow", "This is too much for a graph: look at it in the other lenses."),
        ),
      () => undefined,
    );
    try {
      return await api.place(graph, open, direction);
    } finally {
      over.abort();
      await late;
    }
  }

  #start() {
    const gone = new AbortController();
    const api = startWorker({ url: this.#url }, gone).then((worker) =>
      connect<PlacerApi>(worker, gone.signal),
    );
    gone.signal.addEventListener("abort", () => (this.#worker = undefined));
    return { api, gone };
  }
}
