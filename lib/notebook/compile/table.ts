import type { CellOptions } from "../cell";
import type { Definition } from "../compiled";
import { cellName, isIdentifier, isReserved } from "../name";
import { type Problem, problemAt } from "../problem";
import type { Defined } from "./definitions";
import type { Part } from "./module";
import type { OwnReading } from "./reading";
import type { Places } from "./scope";

/** The reading of a cell that is a table: one statement, which declares its name. `word` is its fence's, for messages. */
export function readTable(
  name: string,
  word: string,
  meaning: string,
  uses: Places = new Map<string, number>(),
): OwnReading {
  const outputs = new Map<string, number>(isIdentifier(name) ? [[name, 0]] : []);
  const statements = [{ declares: outputs, uses, meaning }];
  return { outputs, statements, meaning, problems: nameProblems(name, word) };
}

/** A table's part of the module: a constant of its name, which the author did not write. */
export function tablePart(defined: readonly Defined[], write: (definition: Definition) => string): Part {
  const insertions = defined.map(({ definition }) => ({
    at: 0,
    text: `const ${definition.name} = ${write(definition)};`,
  }));
  return { code: "", insertions };
}

/** Options in a fixed order, which means nothing. */
export function sorted(options: CellOptions): unknown {
  return Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
}

function nameProblems(name: string, word: string): Problem[] {
  const refuse = (code: string, message: string) => [problemAt("", 0, code, message)];
  if (name === "")
    return refuse(
      "missing-name",
      `This cell has no name, so nothing can use it. Name it: ${word} name=my_table`,
    );
  if (!isIdentifier(name))
    return refuse(
      "invalid-name",
      `"${name}" cannot be a name in code. Use letters, digits and _: ${word} name=${cellName(name, [])}`,
    );
  if (isReserved(name))
    return refuse(
      "reserved-name",
      `"${name}" means something else in code. Choose another: ${word} name=${cellName(name, [])}`,
    );
  return [];
}
