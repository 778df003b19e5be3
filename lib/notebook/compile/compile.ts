import { type CellId, messageOf, RunnelError } from "../../base";
import type { AnyCell } from "../cell";
import type { CompiledCell, RunnableNotebook, Touch } from "../compiled";
import type { Notebook } from "../document";
import { cellKinds, kindOf } from "../kinds";
import { cellCompilers } from "../kinds/compilers";
import type { CellCompiler, Compilers, Kinds } from "../kinds/kind";
import { type Problem, placeAt, problemAt } from "../problem";
import { connect } from "./dataflow";
import { type Definitions, findDefinitions } from "./definitions";
import { writeModule } from "./module";
import { collectNames, type Names } from "./names";
import { type CellReading, nothing, type OwnReading } from "./reading";

export interface CompileOptions {
  /** The names of the authoring API, which are in scope in every cell. */
  readonly api: readonly string[];
  /** Names that are there besides, which a worker of a browser has not: `process`. Default: none. */
  readonly platform?: readonly string[];
  /** Default: the notebook's. */
  readonly kinds?: Kinds;
  /** Default: all but TypeScript's. */
  readonly compilers?: Compilers;
}

export interface Compile {
  /** Makes one ES module of a notebook, and says what it defines and what depends on what. Those `unread` count as cells that cannot be read. */
  (notebook: Notebook<AnyCell>, unread?: ReadonlySet<CellId>): RunnableNotebook;
  /** Reads a cell ahead of its notebook, which is the part that may take long. */
  read(cell: AnyCell): void;
}

/**
 * Makes a compiler. It leaves a cell with a problem, and those that need it, out of the module; the rest compiles. It
 * remembers what the cells of the last notebook said, so that a change of one reads that one alone.
 */
export function createCompile(options: CompileOptions): Compile {
  const { api, platform = [], kinds = cellKinds, compilers = cellCompilers } = options;
  const apiNames = new Set(api);
  let known = new Map<string, OwnReading>();
  const keyOf = (cell: AnyCell) => JSON.stringify({ ...cell, id: "" });
  const readingOf = (cell: AnyCell, text: string, key: string) =>
    known.get(key) ?? read(cell, text, compilerOf(cell, compilers), apiNames);
  const compile = ({ cells }: Notebook<AnyCell>, unread: ReadonlySet<CellId> = new Set()) => {
    const said = new Map<string, OwnReading>();
    const readings = cells.map((cell, index): CellReading => {
      const kind = kindOf(cell, kinds);
      const text = kind.textOf(cell) ?? "";
      const key = keyOf(cell);
      const own = unread.has(cell.id) ? unreadable(text, tooSlow) : readingOf(cell, text, key);
      if (!unread.has(cell.id)) said.set(key, own);
      return { ...own, cell, number: index + 1, text, isTable: kind.isTable };
    });
    known = said;
    return compileReadings(readings, { api, platform: new Set(platform), compilers });
  };
  const readAhead = (cell: AnyCell) => {
    const key = keyOf(cell);
    known.set(key, readingOf(cell, kindOf(cell, kinds).textOf(cell) ?? "", key));
  };
  return Object.assign(compile, { read: readAhead });
}

const tooSlow = "it takes too long";

interface CompiledFor {
  readonly api: readonly string[];
  readonly platform: ReadonlySet<string>;
  readonly compilers: Compilers;
}

function compileReadings(
  readings: readonly CellReading[],
  { api, platform, compilers }: CompiledFor,
): RunnableNotebook {
  const names = collectNames(readings);
  const dataflow = connect(readings, names);
  const definitions = findDefinitions(readings, names, new Set(api));

  const problems = new Map<CellReading, readonly Problem[]>();
  const isUsable = (reading: CellReading) => problems.get(reading)?.length === 0;
  for (const reading of dataflow.order) {
    const own = [
      ...withStartedRuns(reading, definitions, names),
      ...dataflow.problems(reading),
      ...translatedWords(reading, definitions, names, platform),
    ];
    if (own.length === 0) own.push(...readNoTables(reading, definitions, names));
    problems.set(reading, own.length > 0 ? own : dataflow.needs(reading, (input) => !isUsable(input)));
  }

  const defined = definitions.all.filter(({ reading }) => isUsable(reading));
  const parts = dataflow.order.filter(isUsable).flatMap((reading) => {
    const own = defined.filter((one) => one.reading === reading);
    const part = compilerOf(reading.cell, compilers).write?.(reading, own, names);
    return part ? [{ ...part, cell: reading.cell.id }] : [];
  });
  const compiled = readings.map((reading): [CellId, CompiledCell] => {
    const touches = touchesOf(reading, names);
    return [
      reading.cell.id,
      {
        outputs: [...reading.outputs.keys()],
        lines: linesOf(reading),
        uses: Object.fromEntries([...reading.outputs.keys()].map((name) => [name, definitions.uses(name)])),
        inputs: (dataflow.inputs.get(reading) ?? []).map(({ cell }) => cell.id),
        fingerprint: dataflow.fingerprint(reading),
        problems: problems.get(reading) ?? [],
        ...(touches.length > 0 && { touches }),
      },
    ];
  });
  return {
    ...writeModule(
      parts,
      api.filter((name) => names.ownersOf(name).length === 0),
    ),
    cells: Object.fromEntries(compiled),
    definitions: defined.map(({ definition }) => definition),
    main: definitions.main.filter((name) => defined.some(({ definition }) => definition.name === name)),
  };
}

/** Reads a cell. A parser that runs out of stack must not take the other cells along. */
function read(cell: AnyCell, text: string, compiler: CellCompiler, api: ReadonlySet<string>): OwnReading {
  try {
    return compiler.read(cell, api);
  } catch (error) {
    return unreadable(text, messageOf(error));
  }
}

function unreadable(text: string, why: string): OwnReading {
  const message = `This cell could not be read: ${why}. Make it simpler.`;
  return { ...nothing, meaning: text, problems: [problemAt("", 0, "syntax", message)] };
}

function compilerOf({ kind }: AnyCell, compilers: Compilers): CellCompiler {
  const compiler = Object.hasOwn(compilers, kind) ? compilers[kind] : undefined;
  if (compiler) return compiler;
  // A mistake of the program's, not of the author's.
  throw new RunnelError(
    "compile/no-compiler",
    `This compiler has no part for “${kind}” cells: ask one that has.`,
  );
}

/**
 * A cell's own problems, and the runs that it starts: a module is loaded anew in every worker, so it may define runs but start none.
 * Of a line that does both, only that is told.
 */
function withStartedRuns(reading: CellReading, definitions: Definitions, names: Names): Problem[] {
  const started = startedRuns(reading, definitions, names);
  const lines = new Set(started.map(({ line }) => line));
  const own = reading.problems.filter(({ code, line }) => code !== "top-level-await" || !lines.has(line));
  return [...own, ...started];
}

function startedRuns({ script, text }: CellReading, definitions: Definitions, names: Names): Problem[] {
  return [...(script?.calls ?? [])].flatMap(([name, offset]) => {
    const kind = definitions.kindOf(name);
    if (kind === undefined && !isOfRuns(name, names)) return [];
    const lone = script?.lone.find((one) => one.offset === offset);
    if (kind !== "flow" || !lone) {
      const message = `"${name}" runs inside a flow. Wrap this in flow(async () => { … }).`;
      return [problemAt(text, offset, "top-level-call", message)];
    }
    const message = `Remove this line, and press Run, which runs "${name}": each worker would start it anew here.`;
    const was = text.slice(lone.start, lone.end);
    const fix = { label: "Remove this line", start: lone.start, was, text: "" };
    return [{ ...problemAt(text, offset, "top-level-call", message), fix }];
  });
}

/** Functions of the API that do something in a run: outside of one they would do nothing, without a word. */
const ofRuns: ReadonlySet<string> = new Set([
  ...["serve", "concurrency", "rateLimit", "emitEvent", "pauseFlowRun", "suspendFlowRun", "resumeFlowRun"],
  ...["createConcurrencyLimit", "readConcurrencyLimit", "deleteConcurrencyLimit"],
  ...["createMarkdownArtifact", "createTableArtifact", "createLinkArtifact", "createImageArtifact"],
  ...["createProgressArtifact", "updateProgressArtifact"],
]);

function isOfRuns(name: string, names: Names): boolean {
  return ofRuns.has(name) && names.ownersOf(name).length === 0;
}

/** Words of elsewhere, for which there are others here. */
function translatedWords(
  { script, text }: CellReading,
  definitions: Definitions,
  names: Names,
  platform: ReadonlySet<string>,
): Problem[] {
  return (script?.translated ?? []).flatMap(({ by, where, offset, message, fix }) => {
    const isNobodys = names.ownersOf(by).length === 0 && !platform.has(by);
    const kind = definitions.kindOf(by);
    const counts = { definition: kind !== undefined, flow: kind === "flow", nobody: isNobodys };
    if (!counts[where]) return [];
    return [{ ...problemAt(text, offset, "translated", message), ...(fix && { fix }) }];
  });
}

/** What a cell reaches outside the notebook, each once; a name that the notebook defines is not the API's. */
function touchesOf({ script }: CellReading, names: Names): readonly Touch[] {
  const own = (script?.reached ?? []).filter(({ by }) => names.ownersOf(by).length === 0);
  return [...new Map(own.map(({ touch }) => [JSON.stringify(touch), touch])).values()];
}

/** A query reads tables, and what is as good as one: a task, or a list of rows. */
function readNoTables(reading: CellReading, definitions: Definitions, names: Names): Problem[] {
  if (!reading.isTable) return [];
  return reading.statements.flatMap(({ uses }) =>
    [...uses].flatMap(([used, offset]) => {
      const name = names.resolve(reading, used);
      if (name === undefined) return [];
      const isFlow = definitions.kindOf(name) === "flow";
      const [what] = names.ownersOf(name).flatMap(({ script }) => script?.noTables.get(name) ?? []);
      if (!isFlow && what === undefined) return [];
      const message = `"${name}" is ${isFlow ? "a flow" : what}, which no query can read. Make it a list of rows, as in [{ city: "Rome" }], or a task that returns one.`;
      return [problemAt(reading.text, offset, "not-a-table", message)];
    }),
  );
}

/** A table is named by its fence, and begins in the first line. */
function linesOf({ outputs, text, isTable }: CellReading): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...outputs].map(([name, offset]) => [name, isTable ? 1 : placeAt(text, offset).line]),
  );
}
