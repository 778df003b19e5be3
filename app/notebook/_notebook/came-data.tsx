import { TriangleAlert } from "lucide-react";
import type { CameFrom, CellView, Column } from "@/lib/workspace";
import { unfitOf, type Unfit } from "@/lib/workspace/opened";
import { countText, manyText } from "../../_ui/time";

/** Columns that are named one by one. */
const mostNamed = 12;

interface CameDataProps {
  readonly of: CellView;
  readonly was: CameFrom["data"];
}

/** Says of a data cell what of its file is otherwise than what the notebook's link knew: fewer rows, or other columns. */
export default function CameData({ of: { cell, definitions, missingFile }, was = [] }: CameDataProps) {
  if (cell.kind !== "data" || cell.source.type === "inline") return null;
  const { file } = cell.source;
  // The cell may be called otherwise since.
  const came = was.find((one) => one.file === file) ?? was.find(({ name }) => name === cell.name);
  const preview = definitions[0]?.outputs[0]?.preview;
  const table = preview?.kind === "table" ? preview.table : undefined;
  if (!came) return null;
  const { sampled, schema } = came;
  return (
    <>
      {missingFile !== undefined && schema.length > 0 && (
        <p className="border-t border-line/70 py-1.5 pr-3 pl-4 text-sm break-words text-muted">
          In the link it had {manyText(schema.length, "column")}: {columnsText(schema)}.
        </p>
      )}
      {sampled && (table?.numRows ?? sampled.rows) === sampled.rows && (
        <p className="border-t border-line/70 py-1.5 pr-3 pl-4 text-sm text-muted">
          A sample: {countText(sampled.rows)} of {manyText(sampled.of, "row")}, which came in the link. To
          have all, drop <bdi>{file}</bdi> here.
        </p>
      )}
      {table && <UnfitColumns {...{ file, was: schema, is: table.schema }} />}
    </>
  );
}

function columnsText(schema: readonly Column[]): string {
  const named = schema.slice(0, mostNamed).map(({ name, type }) => `${name} (${type})`);
  const more = schema.length - named.length;
  return `${named.join(", ")}${more > 0 ? `, and ${countText(more)} more` : ""}`;
}

interface UnfitColumnsProps {
  readonly file: string;
  readonly was: readonly Column[];
  readonly is: readonly Column[];
}

/** Says which columns a file has otherwise than the one that the link knew. */
function UnfitColumns({ file, was, is }: UnfitColumnsProps) {
  const unfit = unfitOf(was, is);
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
