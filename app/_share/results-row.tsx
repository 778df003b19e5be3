import type { SharingView } from "@/lib/workspace";
import { controlLook } from "../_design/field";
import { manyText } from "../_ui/time";
import { PartRow } from "./part-row";

/** How many rows of each table can go along, the first being what is taken at first. */
const counts = [20, 5] as const;

interface ResultsRowProps
  extends Required<Pick<SharingView, "run" | "results">>, Pick<SharingView, "sources"> {
  readonly characters: number | undefined;
  readonly onRows: (count: number) => void;
}

/** The first rows of the tables that the recorded run gave: whether they go along, and how many. */
export function ResultsRow({ run, results, sources, characters, onRows }: ResultsRowProps) {
  const { numTables, rows, isReading, isOfRuns } = results;
  const isIn = run.isIn && rows > 0;
  if (numTables === 0) return null;
  const notes = [
    ...(isOfRuns ? ["They tell of what ran in this browser, also in other notebooks."] : []),
    ...(isIn && sources.some(({ leftOut }) => leftOut.length > 0)
      ? ["They may still tell what is left out of the data."]
      : []),
  ];
  return (
    <PartRow
      label={
        numTables === 1
          ? "The first rows of the table that it gave"
          : `The first rows of the ${numTables} tables that it gave`
      }
      isIn={isIn}
      isDisabled={!run.isIn}
      onChange={(wanted) => onRows(wanted ? counts[0] : 0)}
      characters={isReading ? undefined : characters}
      note={isReading ? "Reading…" : notes.join(" ")}
    >
      {isIn && (
        <select
          aria-label="Rows of each table"
          className={controlLook}
          value={rows}
          onChange={({ target }) => onRows(Number(target.value))}
        >
          {counts.map((count) => (
            <option key={count} value={count}>
              {manyText(count, "row")} of each at most
            </option>
          ))}
        </select>
      )}
    </PartRow>
  );
}
