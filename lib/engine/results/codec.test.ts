import { describe, expect, test } from "vitest";
import { decode, encode } from "./codec";
import { resolved } from "../arguments/upstreams";
import { Quote } from "../arguments/annotations";

const crossed = (value: unknown) => decode(structuredClone(encode(value)));

describe("values that cross", () => {
  test("what is inside itself stays so, also where something beside it changes on the way", () => {
    const shapes = {
      object: (error?: Error) => {
        const root: Record<string, unknown> = { error };
        root["self"] = root;
        root["child"] = { parent: root, list: [root] };
        return root;
      },
      list: (error?: Error) => {
        const root: unknown[] = [error];
        root.push(root, { root });
        return root;
      },
      map: (error?: Error) => {
        const root = new Map<unknown, unknown>([["error", error]]);
        return root.set(root, [root]).set("set", new Set([root, error]));
      },
    };
    for (const make of Object.values(shapes)) expect(crossed(make())).toEqual(make());
    const list = crossed(shapes.list(new RangeError("x"))) as [Error, unknown, Record<"root", unknown>];
    expect([list[0] instanceof RangeError, list[1] === list, list[2].root === list]).toEqual([
      true,
      true,
      true,
    ]);
    const map = crossed(shapes.map(new RangeError("x"))) as Map<unknown, unknown>;
    expect([...(map.get(map) as unknown[])][0]).toBe(map);
    expect([...(map.get("set") as Set<unknown>)]).toEqual([map, map.get("error")]);
    const back = crossed(shapes.object(new RangeError("x"))) as Record<"self" | "child" | "error", never>;
    expect(back["self"]).toBe(back);
    expect(back["child"]["parent"]).toBe(back);
    expect(back["child"]["list"][0]).toBe(back);
    expect(back["error"]).toBeInstanceOf(RangeError);
  });

  test("so it does where an argument is resolved", async () => {
    const root: Record<string, unknown> = { quoted: new Quote(1) };
    root["list"] = [root];
    const { value } = (await resolved(root)) as { value: Record<"quoted" | "list", never> };
    expect(value["quoted"]).toBe(1);
    expect(value["list"][0]).toBe(value);
  });

  class Money {
    readonly show = () => 1;
  }
  test.each<[unknown, string]>([
    [Promise.resolve(1), "a Promise, which cannot be stored or sent. Await it first."],
    [new URL("https://a.b"), "a URL, which cannot be stored or sent. Pass its text."],
    [new WeakMap(), "a WeakMap, which cannot be stored or sent. Pass plain data."],
    [new Money(), "a Money, which cannot be stored or sent. Pass plain data."],
    [() => 1, "a function, which cannot be stored or sent. Pass plain data."],
  ])("%s is refused by its place", (value, says) => {
    for (const [whole, place] of [
      [value, ""],
      [{ a: [1, value] }, ".a[1]"],
    ] as const)
      expect(() => encode(whole, "the value of f")).toThrow(
        expect.objectContaining({ name: "SerializationError", message: `the value of f${place} is ${says}` }),
      );
  });
});
