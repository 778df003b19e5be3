import { flow, serve, type Serving } from "..";
import type { Scene } from "./harness.suite";

export type Engine = ReturnType<Scene["engine"]>;

/** Serves until the queue is empty: in a flow of its own, as a server beside the program would. */
export async function drain(engine: Engine, ...given: Parameters<typeof serve>): Promise<void> {
  let serving: Serving | undefined;
  await engine.run(
    flow({ name: "server" }, () => {
      serving = serve(...given);
    }),
  );
  await serving?.idle();
  await serving?.stop();
}

/** Starts a serving on an engine; given in an object, as who awaits a serving waits for its end. */
export async function serving(
  engine: Engine,
  ...given: Parameters<typeof serve>
): Promise<{ server: Serving }> {
  let started: Serving | undefined;
  const { state } = await engine.run(
    flow({ name: "server" }, () => {
      started = serve(...given);
    }),
  );
  if (!started) throw await state.exception();
  return { server: started };
}

/** Calls something inside of a flow, and gives what it gave, futures untouched. */
export async function inFlow<T>(
  engine: Engine,
  body: () => T,
): Promise<{ value: T; run: Awaited<ReturnType<Engine["run"]>> }> {
  let value: { readonly of: T } | undefined;
  const run = await engine.run(
    flow({ name: "main" }, () => {
      value = { of: body() };
    }),
  );
  if (!value) throw await run.state.exception();
  return { value: value.of, run };
}

/** The same storage as another realm has it: what is done through it is heard of only by looking. */
export function elsewhere<S extends object>(storage: S): S {
  return { ...storage };
}

/** The scene's clock as a real one: one that cannot be held, and whose time is there to be spent on looking. */
export function realClock({ clock }: Scene): Pick<Scene["clock"], "now" | "after"> {
  return { now: () => clock.now(), after: (ms, callback) => clock.after(ms, callback) };
}

/** A few turns of the event loop, in which everything that can go on does: also what a storage answers later. */
export async function loopTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
