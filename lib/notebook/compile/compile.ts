import { type CellId, messageOf } from "../../base";
import type { CompiledCell, CompiledNotebook } from "../compiled";
import type { Cell, Notebook } from "../document";
import { connect, textOf } from "./dataflow";
import { type Definitions, findDefinitions } from "./definitions";
import { writeModule } from "./module";
import { collectNames } from "./names";
import { type CellProblem, problemAt } from "./problem";
import { readDataCell, readSqlCell } from "./read-table";
import { readTs } from "./read-ts";
import type { CellReading } from "./reading";

export interface CompileOptions {
  /** The names of the authoring API, which are in scope in every cell. */
  readonly api: readonly string[];
}

/**
 * Makes one ES module of a notebook, and says what it defines and what depends on what. A cell with a problem, and those
 * that need it, are left out of the module; the rest compiles.
 */
export function compile(notebook: Notebook, options: CompileOptions): CompiledNotebook {
  const api = new Set(options.api);
  const readings = notebook.cells.map((cell, index) => ({ cell, number: index + 1, ...read(cell, api) }));
  const names = collectNames(readings);
  const dataflow = connect(readings, names);
  const definitions = findDefinitions(readings, names, api);

  const problems = new Map<CellReading, readonly CellProblem[]>();
  const isUsable = (reading: CellReading) => problems.get(reading)?.length === 0;
  for (const reading of dataflow.order) {
    const own = [...reading.problems, ...dataflow.problems(reading), ...startedRuns(reading, definitions)];
    problems.set(reading, own.length > 0 ? own : dataflow.needs(reading, (input) => !isUsable(input)));
  }

  const usable = dataflow.order.filter((reading) => reading.cell.kind !== "markdown" && isUsable(reading));
  const defined = definitions.all.filter(({ reading }) => isUsable(reading));
  const cells = readings.map((reading): [CellId, CompiledCell] => [
    reading.cell.id,
    {
      outputs: [...reading.outputs.keys()],
      inputs: (dataflow.inputs.get(reading) ?? []).map(({ cell }) => cell.id),
      fingerprint: dataflow.fingerprint(reading),
      problems: problems.get(reading) ?? [],
    },
  ]);
  return {
    ...writeModule(usable, defined, names, options.api),
    cells: Object.fromEntries(cells),
    definitions: defined.map(({ definition }) => definition),
    main: definitions.main.filter((name) => defined.some(({ definition }) => definition.name === name)),
  };
}

function read(cell: Cell, api: ReadonlySet<string>): Omit<CellReading, "cell" | "number"> {
  const nothing = { outputs: new Map(), statements: [], problems: [] };
  try {
    switch (cell.kind) {
      case "markdown":
        return { ...nothing, meaning: cell.text };
      case "ts":
        return readTs(cell, api);
      case "sql":
        return readSqlCell(cell);
      case "data":
        return readDataCell(cell);
    }
  } catch (error) {
    /** A parser that runs out of stack must not take the other cells along. */
    const problem = problemAt(
      "",
      0,
      "syntax",
      `This cell could not be read: ${messageOf(error)}. Make it simpler.`,
    );
    return { ...nothing, meaning: "code" in cell ? cell.code : "", problems: [problem] };
  }
}

/** A module is loaded anew in every worker, so it may define runs but start none. */
function startedRuns(reading: CellReading, definitions: Definitions): CellProblem[] {
  return [...(reading.script?.calls ?? [])].flatMap(([name, offset]) => {
    if (!definitions.kindOf(name)) return [];
    const message = `"${name}" runs inside a flow. Wrap this in flow(async () => { … }).`;
    return [problemAt(textOf(reading), offset, "top-level-call", message)];
  });
}
