import {
  flow,
  MappingLengthMismatch,
  MappingMissingIterable,
  task,
  UnfinishedRun,
  UpstreamTaskError,
} from "..";
import { suite, type Scene } from "./harness.suite";

const boom = new RangeError("boom");
const same = task({ name: "same" }, async (x: unknown) => x);
const two = task({ name: "two" }, async (x: unknown, y: unknown) => [x, y]);
const add = task({ name: "add" }, async (x: number, y: number) => x + y);
const addOne = task({ name: "addOne" }, async (x: number) => x + 1);
const numbers = task({ name: "numbers" }, async () => [1, 2, 3]);
const fails = task({ name: "fails" }, async (): Promise<number[]> => {
  throw boom;
});

/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

/** What a call throws at once. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

/** What a promise rejects with. */
async function later(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}

export const futureArguments = suite("Mapping: over futures", (rule) => {
  rule("3.M1 an argument that is a future or state is mapped over by its value", async (scene) => {
    const child = flow({ name: "child" }, async () => [4, 5]);
    const { given } = await main(scene, async () => [
      await addOne.map(numbers.submit()).result(),
      await addOne.map(await numbers.withOptions({ returnState: true })()).result(),
      await addOne.map(await child.withOptions({ returnState: true })()).result(),
      await add.map(numbers.submit(), numbers.submit()).result(),
      await add.map(numbers.submit(), 10).result(),
    ]);
    scene.expect(given).toEqual([
      [2, 3, 4],
      [2, 3, 4],
      [5, 6],
      [2, 4, 6],
      [11, 12, 13],
    ]);
  });

  rule("3.M1 every child then has the future as its upstream", async (scene) => {
    const { taskRuns } = await main(scene, async () => {
      const [a, b] = [numbers.submit(), numbers.submit()];
      await add.map(a, b).wait();
      await add.map(a, 0).wait();
    });
    const [a, b] = taskRuns.map(({ id }) => [{ inputType: "taskRun", id }]);
    scene
      .expect(taskRuns.slice(2).map(({ taskInputs }) => taskInputs))
      .toEqual([...Array<unknown>(3).fill({ x: a, y: b }), ...Array<unknown>(3).fill({ x: a, y: [] })]);
  });

  rule("3.M1 a static future: each child depends on it", async (scene) => {
    const { given, taskRuns } = await main(scene, async () => {
      const five = addOne.submit(4);
      return await add.map([1, 2, 3], five).result();
    });
    scene.expect(given).toEqual([6, 7, 8]);
    for (const { taskInputs } of taskRuns.slice(1))
      scene.expect(taskInputs).toEqual({ x: [], y: [{ inputType: "taskRun", id: taskRuns[0]?.id }] });
  });

  rule("3.M1 the length of such a list is not known until it is waited for", async (scene) => {
    const { given } = await main(scene, async () => {
      const futures = addOne.map(numbers.submit());
      const early = thrown(() => futures.length) instanceof UnfinishedRun;
      await futures.wait();
      return [early, futures.length, await futures.result()];
    });
    scene.expect(given).toEqual([true, 3, [2, 3, 4]]);
  });

  rule("3.M1 a failed future raises UpstreamTaskError, and makes no child", async (scene) => {
    const { expect } = scene;
    const { given, taskRuns } = await main(scene, async () => {
      const failed = fails.submit();
      return { errors: [await later(addOne.map(failed).result()), await later(addOne.map(failed).wait())] };
    });
    const { errors } = given as { errors: Error[] };
    for (const error of errors) {
      expect(error).toBeInstanceOf(UpstreamTaskError);
      expect(error).toMatchObject({
        name: "UpstreamTaskError",
        message: `Upstream task run '${taskRuns[0]?.id}' did not reach a 'COMPLETED' state.`,
      });
    }
    expect(taskRuns).toHaveLength(1);
  });

  rule("3.M1 a future of something that is not iterable, or of another length", async (scene) => {
    const { expect } = scene;
    const { given } = await main(scene, async () => ({
      errors: [
        await later(same.map(same.submit(5)).result()),
        await later(same.map(same.submit("abc")).result()),
        await later(two.map(numbers.submit(), [1, 2]).result()),
      ],
    }));
    const [five, text, lengths] = (given as { errors: Error[] }).errors;
    expect(five).toBeInstanceOf(MappingMissingIterable);
    expect(five?.message).toMatch(/Parameters: .*x\W+5/);
    expect(text).toBeInstanceOf(MappingMissingIterable);
    expect(lengths).toBeInstanceOf(MappingLengthMismatch);
    expect(lengths?.message).toMatch(/x\W+3.*y\W+2/);
  });

  rule("3.M1 a list of futures keeps its elements as futures", async (scene) => {
    const { given } = await main(scene, async () => [
      await same.map([numbers.submit()]).result(),
      await addOne.map(addOne.map(addOne.map([1, 2]))).result(),
      await addOne.map(addOne.map(numbers.submit())).result(),
    ]);
    scene.expect(given).toEqual([[[1, 2, 3]], [4, 5], [3, 4, 5]]);
  });

  rule("3.M1 over a map whose second child failed: only that child is not ready", async (scene) => {
    const onTwo = task({ name: "onTwo" }, async (x: number) => {
      if (x === 2) throw boom;
      return x;
    });
    const { taskRuns } = await main(scene, async () => await addOne.map(onTwo.map([1, 2, 3])).wait());
    scene
      .expect(taskRuns.slice(3).map(({ state }) => state.name))
      .toEqual(["Completed", "NotReady", "Completed"]);
    scene
      .expect(taskRuns[4]?.state.message)
      .toBe(`Upstream task run '${taskRuns[1]?.id}' did not reach a 'COMPLETED' state.`);
  });
});
