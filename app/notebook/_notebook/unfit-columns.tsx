import { TriangleAlert } from "lucide-react";
import type { CameFrom, CellView } from "@/lib/workspace";
import { unfitOf, type Unfit } from "@/lib/workspace/opened";
import { countText } from "../../_ui/time";

/** Columns that are named one by one. */
const mostNamed = 12;

interface UnfitColumnsProps {
  readonly of: CellView;
  readonly was: CameFrom["data"];
}

/** Says which columns a data cell's file has otherwise than the one that the notebook's link knew; nothing until the cell was read. */
export default function UnfitColumns({ of: { cell, definitions }, was = [] }: UnfitColumnsProps) {
  if (cell.kind !== "data" || cell.source.type === "inline") return null;
  const { file } = cell.source;
  const preview = definitions[0]?.outputs[0]?.preview;
  const schema = was.find(({ name }) => name === cell.name)?.schema;
  if (!schema || preview?.kind !== "table") return null;
  const unfit = unfitOf(schema, preview.table.schema);
  if (unfit.length === 0) return null;
  return (
    <div
      role="status"
      aria-label={`Columns of ${file}`}
      className="flex gap-2 border-t border-line/70 bg-warn-soft py-1.5 pr-3 pl-4 text-sm"
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
      <ul className="min-w-0 break-words">
        {unfit.slice(0, mostNamed).map((one) => (
          <li key={one.name}>
            <Said of={one} file={file} />
          </li>
        ))}
        {unfit.length > mostNamed && <li>And {countText(unfit.length - mostNamed)} more columns.</li>}
      </ul>
    </div>
  );
}

function Said({ of, file }: { readonly of: Unfit; readonly file: string }) {
  const column = <Code>{of.name}</Code>;
  switch (of.kind) {
    case "missing":
      return (
        <>
          <bdi>{file}</bdi> has no column {column}, which the link’s had.
        </>
      );
    case "spelled":
      return (
        <>
          <bdi>{file}</bdi> has a column <Code>{of.here}</Code>, which the link’s spelled {column}.
        </>
      );
    case "type":
      return (
        <>
          In <bdi>{file}</bdi>, the column {column} is <Code>{of.is}</Code>; in the link’s it was{" "}
          <Code>{of.was}</Code>.
        </>
      );
  }
}

function Code({ children }: { readonly children: string }) {
  return <bdi className="font-mono text-xs">{children}</bdi>;
}
