import type { DiffLine } from "@/lib/workspace";
import { manyText } from "./time";

/** A text as it was and as it is, line by line. */
export function TextDifference({
  lines,
  name,
}: {
  readonly lines: readonly DiffLine[];
  readonly name: string;
}) {
  return (
    <div
      role="group"
      aria-label={`What changed in ${name}`}
      className="overflow-x-auto rounded border border-line bg-sunken py-1 font-mono text-xs"
    >
      {lines.map((line, place) => (
        <DifferentLine key={place} line={line} />
      ))}
    </div>
  );
}

function DifferentLine({ line }: { readonly line: DiffLine }) {
  switch (line.kind) {
    case "gap":
      return <div className="px-2 text-faint">{`⋯ ${manyText(line.count, "equal line")}`}</div>;
    case "both":
      return <div className="px-2 whitespace-pre">{`  ${line.text}`}</div>;
    case "old":
      return (
        <del className="block bg-danger-soft px-2 whitespace-pre text-danger no-underline">{`− ${line.text}`}</del>
      );
    case "new":
      return (
        <ins className="block bg-accent-soft px-2 whitespace-pre text-ink no-underline">{`+ ${line.text}`}</ins>
      );
  }
}
