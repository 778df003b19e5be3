import { useId } from "react";
import type { CellOptions } from "@/lib/notebook";
import { controlLook } from "../../_design/field";

interface FieldLook {
  readonly label: string;
  /** Values to choose from, with what they are called; the fence's other name of the word is looked for, too. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
  /** Values that are offered, beside any other. */
  readonly offers?: readonly string[];
  readonly older?: string;
}

/** How each word of a fence is filled in. */
const looks: Readonly<Record<string, FieldLook>> = {
  delimiter: { label: "Between fields", offers: [",", ";", "tab", "|", "space"], older: "delim" },
  quote: { label: "Quote", offers: ['"', "'", "none"] },
  escape: { label: "Before a quote in quotes", offers: ['"', "\\", "none"] },
  comment: { label: "Comments begin with", offers: ["#", "%", "none"] },
  header: {
    label: "First line",
    choices: [
      ["true", "Names of columns"],
      ["false", "Data"],
    ],
  },
  skip: { label: "Lines to leave out at the top" },
  footer: { label: "Lines to leave out at the end" },
  ragged: {
    label: "Lines with too few fields",
    choices: [
      ["error", "Are an error"],
      ["pad", "Get nulls"],
    ],
  },
  null: { label: "Text that means null", offers: ["NA", "N/A", "NULL", "-", '["", "NA"]'], older: "nullstr" },
  decimal: {
    label: "Before the fraction",
    choices: [
      [".", "Point: 1.5"],
      [",", "Comma: 1,5"],
    ],
  },
  thousands: { label: "Between thousands", offers: [",", ".", "space", "nbsp", "'", "none"] },
  dateformat: { label: "Dates", offers: ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d"] },
  timestampformat: {
    label: "Dates with times",
    offers: ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %I:%M %p"],
  },
  encoding: {
    label: "Encoding",
    offers: [
      ...["utf-8", "windows-1252", "iso-8859-2", "windows-1250", "windows-1251", "iso-8859-7", "macintosh"],
      ...["utf-16le", "utf-16be", "shift_jis", "euc-jp", "euc-kr", "gb18030", "big5"],
    ],
  },
  records: { label: "List of rows, as data.items" },
  sheet: { label: "Sheet" },
  range: { label: "Cells, as B3:F20" },
  groups: {
    label: "Names of columns",
    choices: [
      ["true", "In two rows, groups above"],
      ["false", "In one row"],
    ],
  },
};

interface ImportFieldProps {
  readonly word: string;
  readonly options: CellOptions;
  /** What is wrong with what it says. */
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
}

/** A word of a data cell's fence, to be filled in; empty: it is found out. */
export function ImportField({ word, options, fault, onChange }: ImportFieldProps) {
  const id = useId();
  const { label, choices, offers, older } = looks[word] ?? { label: word };
  const own = options[word] ?? (older === undefined ? undefined : options[older]);
  // A bare word says yes, or no character.
  const bare = choices?.[0]?.[0] === "true" ? "true" : "none";
  const value = own === "" ? bare : (own ?? "");
  const described = fault === undefined ? {} : { "aria-invalid": true, "aria-describedby": `${id}-fault` };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      {choices ? (
        <select
          id={id}
          value={value}
          className={controlLook}
          {...described}
          onChange={({ target }) => onChange(target.value)}
        >
          <option value="">Found out</option>
          {choices.map(([choice, text]) => (
            <option key={choice} value={choice}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          value={value}
          placeholder="found out"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          inputMode={word === "skip" || word === "footer" ? "numeric" : undefined}
          list={offers && `${id}-offers`}
          className={`${controlLook} font-mono`}
          {...described}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {offers && (
        <datalist id={`${id}-offers`}>
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} className="text-xs break-words text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
