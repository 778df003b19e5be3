import type { CompiledNotebook } from "../../notebook";

/** Names that a warning has room for. */
const mostNamed = 5;

/** What the log of a run of all cells says of those that it goes on without; undefined where there are none (WS86). */
export function leftOutWarning({ cells }: Pick<CompiledNotebook, "cells">): string | undefined {
  const leftOut = Object.values(cells).filter(({ problems }) => problems.length > 0);
  if (leftOut.length === 0) return undefined;
  const names = leftOut.map(({ outputs }) => outputs[0] ?? "a cell without a name");
  const more = names.length > mostNamed ? ` and ${(names.length - mostNamed).toLocaleString("en")} more` : "";
  const why =
    leftOut.length === 1
      ? "its cell has a problem, which it shows"
      : "their cells have problems, which they show";
  return `Ran without ${names.slice(0, mostNamed).join(", ")}${more}: ${why}.`;
}
