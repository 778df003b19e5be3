import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flow } from "../../flow";
import type { CellId, FlowRunId } from "../../base";
import { cellKinds, type CompiledNotebook } from "../../notebook";
import { createCompile } from "../../notebook/compile/with-typescript";
import type { Entry } from "../../runtime";
import { entryFor, fromHere, retryTarget } from "./entry";

test("[WS25] a notebook of any title can be run: its flow is called so, as far as a flow may be", () => {
  const id = "1" as CellId;
  const cell = { ...cellKinds.sql.empty(id, []), name: "one", code: "SELECT 1" };
  const said = { outputs: ["one"], lines: {}, uses: {}, inputs: [], fingerprint: "", problems: [] };
  const table = { name: "one", kind: "sql", cell: id, parameters: [], uses: [], line: 1, source: "" };
  const compiled: CompiledNotebook = { cells: { [id]: said }, definitions: [table], main: [] };
  const nameOf = (title: string) => {
    const entry = entryFor({ kind: "notebook" }, { title, settings: {}, cells: [cell] }, compiled);
    return entry.kind === "cells" ? entry.flowName : undefined;
  };
  expect(nameOf("R&D 50%")).toBe("R-D 50-");
  expect(nameOf("Sales of 2024")).toBe("Sales of 2024");
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", " ", "é", "/", "%", "&", "<", ">", "—") }),
      (title) => {
        expect(() => flow({ name: nameOf(title) ?? "" }, () => 1)).not.toThrow();
      },
    ),
  );
});

test("[NB71] a flow is run from its button where its only parameter without a default is a rest", () => {
  const main = (parameters: string) => {
    const cell = {
      kind: "ts" as const,
      id: "1" as CellId,
      code: `const main = flow(async (${parameters}) => 1);`,
      options: {},
    };
    const notebook = { title: "", settings: {}, cells: [cell] } as const;
    const compiled = createCompile({ api: ["flow"] })(notebook);
    return () => entryFor({ kind: "flow", name: "main" }, notebook, compiled);
  };
  expect(main("n = 1, ...all: number[]")()).toEqual({ kind: "flow", name: "main", parameters: {} });
  expect(main("n, ...all")).toThrow("needs a value for n: give");
});

describe("WS134 what a run before ran is run again", () => {
  const cell = "1" as CellId;
  const define = (name: string, kind: string, ...parameters: readonly string[]) => ({
    ...{ name, kind, cell, line: 1, source: "", uses: [] },
    parameters: parameters.map((text) => ({ name: text.replace("=", ""), hasDefault: text.endsWith("=") })),
  });
  const compiled: CompiledNotebook = {
    cells: {},
    definitions: [
      define("main", "flow", "city", "days="),
      define("plain", "flow"),
      define("double", "task"),
      define("needy", "task", "n"),
      define("orders", "sql"),
    ],
    main: ["plain"],
  };
  const notebook = { title: "Sales", settings: {}, cells: [] };
  const again = (flowName: string, entry?: Entry) =>
    entryFor({ kind: "again", flowName, ...(entry && { entry }) }, notebook, compiled);

  test("as it was, or as far as the notebook has it", () => {
    const flow: Entry = { kind: "flow", name: "main", parameters: { city: "Bern" } };
    expect(again("main", flow)).toEqual(flow);
    const task: Entry = { kind: "task", name: "double" };
    expect(again("double", task)).toEqual(task);
    const cells: Entry = { kind: "cells", flowName: "Old title", names: ["gone", "orders"] };
    expect(again("Old title", cells)).toEqual({ ...cells, names: ["orders"] });
    expect(again("plain")).toEqual({ kind: "flow", name: "plain", parameters: {} });
    expect(again("Old title")).toEqual({ kind: "flow", name: "plain", parameters: {} });
  });

  const refused: readonly (readonly [string, Entry, string])[] = [
    ["main", { kind: "flow", name: "main", parameters: {} }, "needs a value for city"],
    [
      "main",
      { kind: "flow", name: "main", parameters: { city: 1, year: 2 } },
      "no parameter called year any",
    ],
    ["gone", { kind: "flow", name: "gone", parameters: {} }, "no flow called “gone”"],
    ["gone", { kind: "task", name: "gone" }, "no longer defines gone"],
    ["plain", { kind: "task", name: "plain" }, "no longer defines plain"],
    ["needy", { kind: "task", name: "needy" }, "The task needy needs n"],
    ["x", { kind: "cells", flowName: "x", names: ["a", "b"] }, "no longer defines a, b"],
  ];
  test.each(refused)("or it is said why not: %s %j", (flowName, entry, why) => {
    expect(() => again(flowName, entry)).toThrow(why);
  });

  test("with other parameters", () => {
    const parameters = { city: "Basel", days: 3 };
    expect(entryFor({ kind: "flow", name: "main", parameters }, notebook, compiled)).toEqual({
      ...{ kind: "flow", name: "main", parameters },
    });
  });
});

test("[WS199] a run goes from a task run on as its own run did, whatever else its cell defines, and a table is run by itself", () => {
  const cell = { kind: "ts" as const, id: "1" as CellId, options: {} };
  const code = `const first = flow(async () => 1);
const one = task(async () => 1);
const other = task(async () => 2);
const main = flow(async (n: number) => (await one()) + (await other()) + n);`;
  const query = { ...cellKinds.sql.empty("2" as CellId, []), name: "rows", code: "SELECT 1" };
  const notebook = { title: "", settings: {}, cells: [{ ...cell, code }, query] } as const;
  const compiled = createCompile({ api: ["flow", "task"] })(notebook);
  const id = "7" as FlowRunId;
  const from = (name: string, flowName: string, entry: Entry) =>
    entryFor(
      fromHere(name, compiled.definitions, retryTarget({ id, flowName }, { entry })),
      notebook,
      compiled,
    );
  const main: Entry = { kind: "flow", name: "main", parameters: { n: 3 } };
  const alone: Entry = { kind: "task", name: "one" };
  expect(from("one", "main", main)).toEqual(main);
  expect(from("gone", "main", main)).toEqual(main);
  expect(from("one", "one", alone)).toEqual(alone);
  expect(from("rows", "main", main)).toEqual({ kind: "cells", flowName: "rows", names: ["rows"] });
  // It is no retry: what completed runs again where no cache has it.
  expect(fromHere("one", compiled.definitions, retryTarget({ id, flowName: "main" }))).not.toHaveProperty(
    "retryOf",
  );
});
