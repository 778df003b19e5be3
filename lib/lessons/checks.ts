import type { NewId } from "../base";
import type { CompiledNotebook, Notebook, RunnableNotebook, TsCell } from "../notebook";
import type { Check } from "./lesson";

/**
 * The checks in TypeScript as a notebook, for whoever compiles it: each is a function of what it is given, in a cell of its own, so
 * that one which cannot be read keeps no other from being asked.
 */
export function checksNotebook(checks: readonly Check[], newId: NewId): Notebook {
  const cells = checks.flatMap(({ language, code }, place): TsCell[] => {
    if (language !== "ts") return [];
    const text = `const ${nameOf(place)} = (record) => { const { run } = record;\n${code}\n};`;
    return [{ kind: "ts", id: newId(), code: text, options: {} }];
  });
  return { title: "Checks", settings: {}, cells };
}

/** The compiled notebook as a module, which gives the functions that could be read, each under its check's place. */
export function checksModule({ module, ...compiled }: RunnableNotebook): string {
  const names = namesIn(compiled);
  return `${module}\nexport default { ${names.join(", ")} };\n`;
}

/** What is wrong with checks, by the place of each. */
export function wrongChecks(notebook: Notebook, { cells }: CompiledNotebook): ReadonlyMap<number, string> {
  const wrong = new Map<number, string>();
  for (const cell of notebook.cells) {
    const [problem] = cells[cell.id]?.problems ?? [];
    const [, place] = cell.kind === "ts" ? (/^const check_(\d+)/.exec(cell.code) ?? []) : [];
    if (problem && place !== undefined)
      wrong.set(Number(place), `Line ${Math.max(1, problem.line - 1)}: ${problem.message}`);
  }
  return wrong;
}

/** What a check's function is called in the module. */
export function nameOf(place: number): string {
  return `check_${place}`;
}

function namesIn({ cells }: CompiledNotebook): readonly string[] {
  return Object.values(cells).flatMap(({ outputs, problems }) => (problems.length === 0 ? outputs : []));
}
