import type { DataSample, TableRef } from "@/lib/workspace";
import { typeText } from "../../_ui/column-type";
import { RowsTable } from "../../_ui/rows-table";
import { countText, manyText } from "../../_ui/time";
import { useCame } from "./open-notebook";

/** Rows and columns that are drawn of a sample. */
const mostRows = 200;
const mostColumns = 30;

/** What a link has of a table. */
type Came = Pick<DataSample, "name" | "schema" | "numRows"> & Partial<DataSample>;

interface CameTableProps {
  /** The name of the definition. */
  readonly of: string;
  /** The table that its run gave; absent: it did not run. */
  readonly table?: TableRef;
  readonly className?: string;
}

/** What came in a link of a table: its columns, and some of its rows or none. Nothing where nothing is known of it. */
export default function CameTable({ of, table, className = "" }: CameTableProps) {
  const came = useCame();
  const sample = came?.data.find(({ name }) => name === (table?.name ?? of));
  const result = came?.results?.find(({ lineage }) => lineage === table?.lineage);
  const known: Came | undefined = sample ?? (table && { ...table, ...result });
  if (!known) return null;
  return (
    <div className={className}>
      <Rows of={known} isSample={sample !== undefined} />
    </div>
  );
}

function Rows({ of, isSample }: { readonly of: Came; readonly isSample: boolean }) {
  const { name, schema, numRows, numSampled = 0, values = [] } = of;
  if (schema.length === 0)
    return <p className="px-3 py-1.5 text-xs text-muted">Its columns are not known.</p>;
  const here = schema.flatMap((column, index) => {
    const texts = values[index];
    return texts && numSampled > 0 ? [{ column, texts }] : [];
  });
  const columns = here.slice(0, mostColumns);
  const rows = Array.from({ length: Math.min(numSampled, mostRows) }, (_, row) =>
    columns.map(({ texts }) => texts[row] ?? "null"),
  );
  const missing = schema.filter((column) => !here.some((one) => one.column === column));
  return (
    <>
      <p className="px-3 py-1.5 text-xs text-muted">
        {manyText(numRows, "row")} × {manyText(schema.length, "column")}
        {numSampled === 0 && ": none of the rows came along"}
        {numSampled > 0 &&
          numSampled < numRows &&
          `: ${isSample ? "" : "the first "}${countText(numSampled)} of the rows came along`}
      </p>
      {columns.length > 0 && (
        <RowsTable
          columns={columns.map(({ column }) => column.name)}
          rows={rows}
          total={numSampled}
          numColumns={here.length}
          label={`Rows of ${name}`}
        />
      )}
      {missing.length > 0 && (
        <p className="px-3 py-1.5 text-xs text-muted">
          {here.length > 0 && "Left out: "}
          {missing.slice(0, mostColumns).map((column, index) => (
            <span key={index}>
              {index > 0 && ", "}
              <bdi className="font-mono">{column.name}</bdi> {typeText(column.type)}
            </span>
          ))}
          {missing.length > mostColumns && ` and ${countText(missing.length - mostColumns)} more`}
        </p>
      )}
    </>
  );
}
