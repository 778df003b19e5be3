import { newIds, type CellId } from "../../../base";
import { createCompile } from "../../../notebook/compile/with-typescript";
import { authoring } from "../../authoring";

/** A notebook whose flow `main` must go the same way in one realm and in the sandbox's workers. */
export interface Scenario {
  /** Opens with the section of the semantics that it is about. */
  readonly title: string;
  /** One TypeScript cell. Its tasks are at the top level, so that workers know them by name. */
  readonly code: string;
  /** How `main` ends: its state, and its value or message. */
  readonly end: string;
  /** How often it is run, on one storage; default: once. */
  readonly runs?: number;
  readonly maxWorkers?: number;
  /** What only workers can do, such as stop a busy loop: how the run's tasks end there. */
  readonly onlyInWorkers?: readonly string[];
}

const newId = newIds(Date.now, Math.random);
const compile = createCompile({ api: Object.keys(authoring) });

/** TypeScript as a notebook's one cell, compiled. Throws where it has problems. */
export function moduleOf(code: string): string {
  const cells = [{ kind: "ts", id: newId<CellId>(), code, options: {} }] as const;
  const compiled = compile({ title: "", settings: {}, cells });
  const problems = Object.values(compiled.cells).flatMap((cell) => cell.problems);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  // The compiler refuses `import(…)`; what does not come from it must be refused all the same.
  return compiled.module.replaceAll("IMPORT(", "import(");
}
