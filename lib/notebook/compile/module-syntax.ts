import { blank } from "./insertion";
import type { Program } from "./javascript";
import { type Problem, problemAt } from "../problem";
import type { Places } from "./scope";

export interface WithoutModuleSyntax {
  /** The code with every `import` and `export` made blank, of the same length. */
  readonly code: string;
  readonly problems: readonly Problem[];
}

/** Takes away imports from "runnel", whose names are in scope anyway, and `export`, since every top-level name is an output. */
export function dropModuleSyntax(
  program: Program,
  source: string,
  uses: Places,
  api: ReadonlySet<string>,
): WithoutModuleSyntax {
  const problems: Problem[] = [];
  const refuse = (offset: number, code: "import" | "export", message: string) =>
    problems.push(problemAt(source, offset, code, message));
  let code = source;

  const dynamic = uses.get("import");
  if (dynamic !== undefined)
    refuse(dynamic, "import", "Code cannot be loaded here. Paste what you need into a cell.");

  for (const node of program.body) {
    switch (node.type) {
      case "ImportDeclaration":
        for (const { type, local, ...specifier } of node.specifiers) {
          const imported =
            "imported" in specifier && "name" in specifier.imported ? specifier.imported.name : undefined;
          if (type !== "ImportSpecifier" || imported !== local.name)
            refuse(local.start, "import", 'Import names as they are: import { flow, task } from "runnel".');
          /** A type that is imported like a value is never used as one. */
          else if (!api.has(imported) && uses.has(imported))
            refuse(
              local.start,
              "import",
              `"runnel" has no "${imported}". Correct the name, or define it in a cell.`,
            );
        }
        code = blank(code, node.start, node.end, ";");
        break;
      case "ExportNamedDeclaration":
        if (node.declaration) code = blank(code, node.start, node.declaration.start);
        else {
          const renames = node.specifiers.some(({ local, exported }) => text(local) !== text(exported));
          if (node.source || renames)
            refuse(
              node.start,
              "export",
              "A cell gives its own top-level names, as they are. Remove this export.",
            );
          code = blank(code, node.start, node.end, ";");
        }
        break;
      case "ExportDefaultDeclaration":
        refuse(
          node.start,
          "export",
          "Other cells use what this one defines by its name. Write const name = … instead of export default.",
        );
        break;
      case "ExportAllDeclaration":
        refuse(node.start, "export", "A cell gives only what it defines. Remove this export.");
        break;
      default:
    }
  }
  return { code, problems };
}

function text(
  name:
    | { readonly type: "Identifier"; readonly name: string }
    | { readonly type: "Literal"; readonly raw?: string },
) {
  return name.type === "Identifier" ? name.name : name.raw;
}
