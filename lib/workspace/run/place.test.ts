import { expect, test } from "vitest";
import { compiled } from "../../notebook/compile/compile.suite";
import { moduleName } from "../../runtime";
import { crashedAt, ownersIn, placesOf, withPlaces } from "./place";

test("[WS85] a function that calls itself is one place, and what called it is still seen", () => {
  const result = compiled("const deep = (n) =>\n  deep(n + 1);", "const start = () => deep(0);");
  const lineOf = (code: string) => result.module.split("\n").findIndex((line) => line.includes(code)) + 1;
  const frame = (code: string) => `    at one (${moduleName}:${lineOf(code)}:3)`;
  const error = Object.assign(new RangeError("too deep"), {
    stack: ["RangeError", ...Array.from({ length: 50 }, () => frame("deep(n + 1)")), frame("deep(0)")].join(
      "\n",
    ),
  });
  expect(placesOf(error, undefined, result)).toMatchObject([
    { definition: "deep", line: 2 },
    { definition: "start", line: 1 },
  ]);
});

test("[WS85] a frame is named by what it is in, be that a task, a flow or a function beside them", () => {
  const result = compiled(
    `// a comment
const first = task(async () => 1),
  second = task(async () => {
    fail("second");
  });
function helper() {
  fail("helper");
}
const main = flow(async () => {
  fail("main");
});
fail("top");`,
    "\nfail('before');\nconst late = 1;",
  );
  const placeIn = (code: string) => {
    const line = result.module.split("\n").findIndex((text) => text.includes(code)) + 1;
    return placesOf(
      Object.assign(new Error("no"), { stack: `Error: no\n    at ${moduleName}:${line}:5` }),
      undefined,
      result,
    ).map((place) => `${place.definition}, line ${place.line}`);
  };
  expect(placeIn('fail("second")')).toEqual(["second, line 4"]);
  expect(placeIn('fail("helper")')).toEqual(["helper, line 7"]);
  expect(placeIn('fail("main")')).toEqual(["main, line 10"]);
  expect(placeIn('fail("top")')).toEqual(["main, line 12"]);
  expect(placeIn("fail('before')")).toEqual(["late, line 2"]);
});

test("[WS85] a cell that defines nothing is named by its number", () => {
  const result = compiled("const a = 1;", "\nfail('top');");
  const line = result.module.split("\n").findIndex((text) => text.includes("fail('top')")) + 1;
  const stack = `Error: no\n    at ${moduleName}:${line}:1`;
  const place = { definition: "cell 2", line: 2 };
  expect(placesOf(Object.assign(new Error("no"), { stack }), undefined, result)).toMatchObject([place]);
  expect(withPlaces(stack, result)).toBe("Error: no\n    at cell 2, line 2");
  expect(crashedAt("no (cell 2, line 2)", result)).toMatchObject(place);
  expect(crashedAt("no (cell 1, line 2)", result)).toBeUndefined();
  expect(ownersIn(result).get("cell 2")).toBe("2");
});
