import { describe, expect, test, vi } from "vitest";
import { createEngine, flow } from ".";

const logging = flow({ name: "logging", logPrints: true }, () => console.log("logged"));
const printing = flow({ name: "printing" }, () => console.log("printed"));
const messages = async (engine: ReturnType<typeof createEngine>, runnable: typeof logging) =>
  (await engine.run(runnable)).logs.map(({ message }) => message);

describe("the console, under a test's spy", () => {
  test("that came before the engine", async () => {
    const spy = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const engine = createEngine();
    expect(await messages(engine, logging)).toContain("logged");
    expect(console.log).not.toHaveBeenCalled();
    expect(await messages(engine, printing)).not.toContain("printed");
    expect(console.log).toHaveBeenCalledExactlyOnceWith("printed");
    expect(spy).toHaveBeenCalledOnce();
    spy.mockRestore();
    expect(vi.isMockFunction(console.log)).toBe(false);
  });

  test("that came after it, and went again", async () => {
    const engine = createEngine();
    const spy = vi.spyOn(console, "log").mockImplementation(() => undefined);
    expect(await messages(engine, logging)).toContain("logged");
    await engine.run(printing);
    console.log("outside");
    expect(spy.mock.calls).toEqual([["printed"], ["outside"]]);
    expect(console.log).toHaveBeenLastCalledWith("outside");
    vi.restoreAllMocks();
    expect(vi.isMockFunction(console.log)).toBe(false);
    expect(await messages(engine, logging)).toContain("logged");
  });
});
