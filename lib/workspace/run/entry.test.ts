import fc from "fast-check";
import { expect, test } from "vitest";
import { flow } from "../../flow";
import type { CellId } from "../../base";
import { cellKinds, type CompiledNotebook } from "../../notebook";
import { entryFor } from "./entry";

test("[WS25] a notebook of any title can be run: its flow is called so, as far as a flow may be", () => {
  const id = "1" as CellId;
  const cell = { ...cellKinds.sql.empty(id, []), name: "one", code: "SELECT 1" };
  const said = { outputs: ["one"], inputs: [], fingerprint: "", problems: [] };
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
