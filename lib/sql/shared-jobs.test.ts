import { describe, expect, test } from "vitest";
import { deferred } from "../base";
import { sharedJobs } from "./shared-jobs";

describe("shared jobs", () => {
  test("[SQ3] those who ask at the same time share one run, later ones do not", async () => {
    const jobs = sharedJobs<number>();
    let runs = 0;
    const work = async () => ++runs;
    expect(await Promise.all([jobs("a", undefined, work), jobs("a", undefined, work)])).toEqual([1, 1]);
    expect(await jobs("a", undefined, work)).toBe(2);
  });

  test("[SQ20] one who leaves rejects at once, and the others go on", async () => {
    const jobs = sharedJobs<string>();
    const result = deferred<string>();
    const [leaving, staying] = [new AbortController(), new AbortController()];
    let signal: AbortSignal | undefined;
    const work = (given: AbortSignal) => {
      signal = given;
      return result.promise;
    };
    const left = jobs("a", leaving.signal, work);
    const stayed = jobs("a", staying.signal, work);
    leaving.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    expect(signal?.aborted).toBe(false);
    result.resolve("done");
    expect(await stayed).toBe("done");
  });

  test("[SQ20] when the last one leaves the work is told, and one who comes later waits for its end and starts anew", async () => {
    const jobs = sharedJobs<string>();
    const ended = deferred<string>();
    const controller = new AbortController();
    const left = jobs("a", controller.signal, (signal) => {
      signal.addEventListener("abort", () => ended.reject(new Error("stopped")));
      return ended.promise;
    });
    controller.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    expect(await jobs("a", undefined, async () => "anew")).toBe("anew");
  });

  test("[SQ19] a signal that is aborted already starts nothing", async () => {
    let ran = false;
    const work = async () => {
      ran = true;
    };
    await expect(sharedJobs<void>()("a", AbortSignal.abort(new Error("no")), work)).rejects.toThrow("no");
    expect(ran).toBe(false);
  });
});
