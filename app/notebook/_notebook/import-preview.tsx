import { useEffect, useState } from "react";
import type { CellOptions, DataCell } from "@/lib/notebook";
import { columnTypes, withImportWords } from "@/lib/notebook/words";
import type { ImportPreview as Preview } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { Cell, ColumnHead, Table } from "../../_design/table";
import { countText, manyText } from "../../_ui/time";
import { adviceIn } from "./import-advice";
import { useTables } from "./open-notebook";

/** Columns that are drawn. */
const mostColumns = 60;

/** How long the form rests before its rows are read anew, in milliseconds. */
const restMs = 300;

interface ImportPreviewProps {
  readonly cell: DataCell;
  readonly options: CellOptions;
  /** Types that are said, by their columns. */
  readonly types: Readonly<Record<string, string>>;
  /** Whether something in the form says nothing that can be done. */
  readonly isWrong: boolean;
  readonly onChange: (options: CellOptions) => void;
}

/** The first rows of a file as the form has it read, with a type for each column to choose; or why it cannot be read, and what helps. */
export function ImportPreview({ cell, options, types, isWrong, onChange }: ImportPreviewProps) {
  const { preview, fault, isReading } = usePreview(cell, options, isWrong);
  const advice = fault === undefined ? [] : adviceIn(fault, cell.format, options);
  return (
    <section aria-label="Preview" aria-busy={isReading} className="flex min-w-0 flex-col gap-2">
      <p role="status" className="text-sm text-muted">
        {isWrong ? "Something above cannot be done." : statusOf(preview, fault, isReading)}
      </p>
      {fault !== undefined && !isWrong && (
        <div className="rounded-md bg-danger-soft px-3 py-2 text-sm">
          <p className="break-words">{fault}</p>
          {advice.length > 0 && (
            <div className="mt-2 flex flex-wrap gap-2">
              {advice.map(({ label, options: advised }) => (
                <Button key={label} size="small" onClick={() => onChange(advised)}>
                  {label}
                </Button>
              ))}
            </div>
          )}
        </div>
      )}
      {preview && fault === undefined && (
        <>
          {preview.guesses.map(({ said, others }) => (
            <p key={said} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <span className="min-w-0 break-words">{said}</span>
              {others.slice(0, 3).map(({ label, settings }) => (
                <Button key={label} size="small" onClick={() => onChange(withImportWords(options, settings))}>
                  {label}
                </Button>
              ))}
            </p>
          ))}
          <Rows of={preview} {...{ cell, options, types, onChange }} />
        </>
      )}
    </section>
  );
}

function statusOf(preview: Preview | undefined, fault: string | undefined, isReading: boolean): string {
  if (isReading) return "Reading…";
  if (fault !== undefined) return "It cannot be read so.";
  if (!preview) return "";
  const { rows, numRows, isWhole } = preview;
  const size = `${manyText(numRows, "row")} × ${manyText(rows.schema.length, "column")}`;
  const first = numRows > rows.numRows ? `, the first ${countText(rows.numRows)} of them below` : "";
  return isWhole ? `${size}${first}.` : `The beginning of the file: ${size}${first}.`;
}

interface RowsProps extends Omit<ImportPreviewProps, "isWrong"> {
  readonly of: Preview;
}

function Rows({ of: { rows }, cell, options, types, onChange }: RowsProps) {
  const columns = rows.schema.slice(0, mostColumns);
  const canType = cell.format === "csv" || cell.format === "tsv";
  const give = (name: string, type: string) => {
    const others = Object.entries(types).filter(([one]) => one.toLowerCase() !== name.toLowerCase());
    const all = Object.fromEntries(type === "" ? others : [...others, [name, type]]);
    onChange(withImportWords(options, { types: Object.keys(all).length > 0 ? all : undefined }));
  };
  const saidOf = (name: string) =>
    Object.entries(types).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <Table
        label="First rows"
        head={columns.map(({ name, type }) => (
          <ColumnHead key={name}>
            <span className="block max-w-48 truncate">{name}</span>
            {canType ? (
              <TypeOf
                name={name}
                found={type}
                said={saidOf(name)}
                onChange={(chosen) => give(name, chosen)}
              />
            ) : (
              <span className="font-normal text-muted">{type}</span>
            )}
          </ColumnHead>
        ))}
        note={
          rows.schema.length > mostColumns && (
            <p className="px-3 py-1.5 text-xs text-muted">The first {mostColumns} columns.</p>
          )
        }
      >
        {Array.from({ length: rows.numRows }, (_, row) => (
          <tr key={row}>
            {columns.map(({ name }, column) => {
              const value = rows.values[column]?.[row];
              return (
                <Cell key={name}>
                  {typeof value === "string" ? value : <span className="text-faint">null</span>}
                </Cell>
              );
            })}
          </tr>
        ))}
      </Table>
    </div>
  );
}

interface TypeOfProps {
  readonly name: string;
  readonly found: string;
  readonly said: string | undefined;
  readonly onChange: (type: string) => void;
}

function TypeOf({ name, found, said, onChange }: TypeOfProps) {
  const others = said === undefined || columnTypes.includes(said) ? [] : [said];
  return (
    <select
      aria-label={`Type of ${name}`}
      value={said ?? ""}
      className="mt-1 min-h-6 max-w-36 rounded border border-field bg-surface px-1 text-xs font-normal pointer-coarse:min-h-8"
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">{said === undefined ? `${found}, found` : "as found"}</option>
      {[...others, ...columnTypes].map((type) => (
        <option key={type} value={type}>
          {type}
        </option>
      ))}
    </select>
  );
}

interface Read {
  readonly options: CellOptions;
  readonly preview?: Preview;
  readonly fault?: string;
}

/** The preview of what the form says: the last one stays until the next has come. */
function usePreview(cell: DataCell, options: CellOptions, isWrong: boolean) {
  const tables = useTables();
  const [read, setRead] = useState<Read>();
  useEffect(() => {
    if (isWrong) return undefined;
    const over = new AbortController();
    const timer = setTimeout(() => {
      tables.preview({ ...cell, options }, over.signal).then(
        (preview) => !over.signal.aborted && setRead({ options, preview }),
        (error: unknown) => {
          if (!over.signal.aborted)
            setRead({ options, fault: error instanceof Error ? error.message : String(error) });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [tables, cell, options, isWrong]);
  return { preview: read?.preview, fault: read?.fault, isReading: !isWrong && read?.options !== options };
}
