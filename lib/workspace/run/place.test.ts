import { expect, test } from "vitest";
import { compiled } from "../../notebook/compile/compile.suite";
import { moduleName } from "../../runtime";
import { placesOf } from "./place";

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
