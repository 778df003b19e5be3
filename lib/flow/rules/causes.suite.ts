import { flow, Failed, task } from "..";
import { causeOf, replay, type FlowRun, type TaskRun } from "../../engine";
import { parseEvent, storedEvent } from "../../runtime/event-codec";
import { suite, type Scene } from "./harness.suite";

const boom = () => new RangeError("boom");
const broken = task({ name: "broken", retries: 2 }, async (): Promise<number> => {
  throw boom();
});
const breaksEach = task({ name: "broken", retries: 2 }, async (x: number): Promise<number> => {
  throw x > 0 ? boom() : x;
});
const same = task({ name: "same" }, async (x: unknown) => x);
const child = flow({ name: "child" }, async () => await broken());
const brokenChild = flow({ name: "broken child" }, async () => {
  throw boom();
});

/** How a flow failed, or a run was not reached, by the log as it is stored: whose failure came first. */
async function causes(scene: Scene, body: () => unknown) {
  const { events } = await scene.run(flow({ name: "main" }, async () => await body()));
  const log = replay(events.map((event) => parseEvent(storedEvent(event))).flatMap((event) => event ?? []));
  const said = (run: FlowRun | TaskRun | undefined) => {
    const cause = run && causeOf(run, log);
    return cause && [cause.run.taskName, String(cause.error), `${cause.attempt} of ${cause.attempts}`];
  };
  return { main: said(log.flowRuns[0]), tasks: log.taskRuns.map((run) => [run.taskName, said(run)]) };
}

const first = ["broken", "RangeError: boom", "3 of 3"];

export const failureCauses = suite("The cause of a failure", (rule) => {
  const ways: Record<string, () => unknown> = {
    "a call": () => broken(),
    "a future": () => broken.submit().result(),
    "a list of futures": () => breaksEach.map([1]).result(),
    "a state": async () => await (await broken.withOptions({ returnState: true })()).result(),
    "a state that is returned": () => broken.withOptions({ returnState: true })(),
    "a future that is returned": () => broken.submit(),
    "a future among others that is returned": () => [same.submit(1), broken.submit()],
    "what was not reached": () => same.submit(broken.submit()).result(),
    "what was not reached by two steps": () => same.submit(same.submit(broken.submit())).result(),
    "what was not reached, and is returned": () => same.submit(broken.submit()),
    "a map over it": async () => await same.map(broken.submit()).wait(),
    "a subflow": () => child(),
    "a subflow, and what was not reached": async () =>
      await same.submit(await child.withOptions({ returnState: true })()).result(),
    "a task inside a task": () => task({ name: "outer" }, async () => await broken())(),
    "a task inside a subflow inside a task": () => task({ name: "outer" }, async () => await child())(),
    "what a task waits for itself": async () => {
      const late = same.submit(broken.submit());
      await task({ name: "outer" }, async () => await late.result())();
    },
  };
  for (const [way, body] of Object.entries(ways))
    rule(`1.27 of a flow that fails by ${way}: the task run that failed first`, async (scene) => {
      const { main, tasks } = await causes(scene, body);
      scene.expect(main).toEqual(first);
      for (const [name, cause] of tasks) scene.expect([name, cause]).toEqual([name, cause && first]);
      scene.expect(tasks.find(([name]) => name === "broken")?.[1]).toBeUndefined();
      scene
        .expect(tasks.filter(([name]) => name === "same").every(([, cause]) => cause))
        .toBe(!way.includes("among others"));
    });

  rule("1.27 of a flow that fails by itself, or whose author made the error: none", async (scene) => {
    const { expect } = scene;
    const own = await causes(scene, () => Promise.reject(boom()));
    expect(own.main).toBeUndefined();
    const wrapped = await causes(scene, () =>
      broken().catch((error: unknown) => {
        throw new Error("no data", { cause: error });
      }),
    );
    expect(wrapped.main).toBeUndefined();
    expect((await causes(scene, () => Failed({ message: "no" }))).main).toBeUndefined();
  });

  rule("1.27 a subflow that fails by itself is the cause, as its task run", async (scene) => {
    const { main, tasks } = await causes(scene, () => brokenChild());
    scene.expect(main).toEqual(["broken child", "RangeError: boom", "1 of 1"]);
    scene.expect(tasks).toEqual([["broken child", undefined]]);
  });

  rule(
    "1.27 a task that only says that it failed is the cause, without an error of its own",
    async (scene) => {
      const says = task({ name: "says" }, async () => Failed({ message: "no" }));
      const { main } = await causes(scene, () => says.submit().result());
      scene.expect(main?.[0]).toBe("says");
    },
  );

  rule("1.27 an error that many throw is each one's own", async (scene) => {
    const shared = boom();
    const throws = task({ name: "throws" }, async (x: number) => {
      throw x > 0 ? shared : shared;
    });
    const { main, tasks } = await causes(scene, async () => {
      await throws(1).catch(() => undefined);
      await throws(2);
    });
    scene.expect(tasks.map(([, cause]) => cause)).toEqual([undefined, undefined]);
    scene.expect(main).toEqual(["throws", "RangeError: boom", "1 of 1"]);
  });

  rule("1.27 also of what is thrown and is no error", async (scene) => {
    const throws = task({ name: "throws" }, async () => {
      throw "boom";
    });
    scene.expect((await causes(scene, () => throws())).main).toEqual(["throws", "boom", "1 of 1"]);
  });
});
