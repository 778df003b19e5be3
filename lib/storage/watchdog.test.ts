import { expect, test } from "vitest";
import { deferred, type Clock } from "../base";
import { Watchdog, type Motion } from "./watchdog";

/** A watchdog that looks when the test says so, at something that it may say of. */
function watched() {
  let due: (() => void) | undefined;
  const clock: Clock = { now: () => 0, after: (_ms, look) => ((due = look), () => undefined) };
  const watchdog = new Watchdog(clock);
  const look = async (times: number) => {
    for (let time = 0; time < times; time++) due?.();
    await Promise.resolve();
  };
  const begin = () => {
    const done = deferred<string>();
    let motion: Motion | undefined;
    let abandoned = 0;
    const over = watchdog.over(
      (given) => {
        motion = given;
        return done.promise;
      },
      () => abandoned++,
    );
    return {
      ...done,
      over: over.catch((error: unknown) => error),
      motion: () => motion!,
      abandoned: () => abandoned,
    };
  };
  return { watchdog, look, begin, isIdle: () => due === undefined };
}

test("[ST117] what stands still for a minute is given up, and what moves is not", async () => {
  const { look, begin } = watched();
  const [still, moving] = [begin(), begin()];
  for (let minute = 0; minute < 3; minute++) {
    await look(6);
    moving.motion().moved();
  }
  expect(await still.over).toMatchObject({ code: "storage/stuck" });
  expect([still.abandoned(), moving.abandoned()]).toEqual([1, 0]);
  moving.resolve("done");
  expect(await moving.over).toBe("done");
});

test("[ST117] what writes a large blob has longer, and what waits for a restoration as long as that moves", async () => {
  const { watchdog, look, begin } = watched();
  const [large, waiting, other] = [begin(), begin(), begin()];
  large.motion().writes(2 ** 30);
  await look(6);
  watchdog.allMoved();
  await look(20);
  expect(await other.over).toMatchObject({ code: "storage/stuck" });
  expect(await waiting.over).toMatchObject({ code: "storage/stuck" });
  expect(large.abandoned()).toBe(0);
  await look(3);
  expect(await large.over).toMatchObject({ code: "storage/stuck" });
});

test("[ST117] what fails is not given up", async () => {
  const { begin } = watched();
  const one = begin();
  one.reject(new Error("refused"));
  expect(await one.over).toMatchObject({ message: "refused" });
  expect(one.abandoned()).toBe(0);
});

test("[ST121] all that is under way is abandoned at once, and nothing that is over", async () => {
  const { watchdog, begin } = watched();
  const [under, over] = [begin(), begin()];
  over.resolve("done");
  await over.over;
  watchdog.abandonAll();
  expect([under.abandoned(), over.abandoned()]).toEqual([1, 0]);
});
