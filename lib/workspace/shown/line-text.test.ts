import { describe, expect, test } from "vitest";
import type { CellId } from "../../base";
import type { RunnableNotebook } from "../../notebook";
import { moduleName } from "../../runtime";
import { withPlaces } from "../run/place";
import { lineText } from "./line-text";

const cell = "one" as CellId;
const compiled: RunnableNotebook = {
  module: "",
  lines: [{ cell, first: 1, count: 9, insertions: [] }],
  cells: {
    [cell]: {
      outputs: ["fetchGreeting"],
      lines: { fetchGreeting: 1 },
      uses: {},
      inputs: [],
      fingerprint: "",
      problems: [],
    },
  },
  definitions: [{ name: "fetchGreeting", kind: "task", cell, line: 1, parameters: [], uses: [], source: "" }],
  main: [],
};

const said = "Task run failed with exception: RangeError('odd')\nRangeError: odd";
const stacks = {
  Chromium: [
    `    at inner (${moduleName}:3:7)`,
    "    at Array.map (<anonymous>)",
    `    at async ${moduleName}:5:1`,
  ],
  "Firefox and Safari": [`inner@${moduleName}:3:7`, "map@[native code]", `@${moduleName}:5:1`],
};

describe("a line with a stack", () => {
  test.each(Object.entries(stacks))("WS54 is what was said, and where in the cells: %s", (_, frames) => {
    const line = withPlaces([said, ...frames].join("\n"), compiled);
    expect(lineText(line)).toEqual({
      text: said,
      places: [
        { definition: "fetchGreeting", line: 3, column: 1 },
        { definition: "fetchGreeting", line: 5, column: 1 },
      ],
      otherFrames: 1,
    });
  });

  test.each([
    "one line (fetchGreeting, line 3)",
    "meet\n  at noon\n  at the gate",
    "two lines, line 3 of them\nand no frame",
    "",
  ])("WS54 what is no stack stays as it is: %j", (message) => {
    expect(lineText(message)).toEqual({ text: message, places: [], otherFrames: 0 });
  });
});
