import type { Column } from "../../../engine";
import { totalGuess } from "../csv-lines";
import type { ImportSettings } from "../format";
import type { ImportGuess } from "../guess";
import { columnNumber } from "./extent";
import type { ExcelCell, ExcelReply, Marks } from "./wire";

type Sheet = Extract<ExcelReply, { type: "read" }>;

interface SheetColumn extends Column {
  readonly values: readonly unknown[];
}

/** A sheet as columns with types. */
interface SheetTable {
  readonly columns: readonly SheetColumn[];
  /** Types that columns of text get once they are in a table. */
  readonly types: readonly (readonly [name: string, type: string])[];
  readonly guesses: readonly ImportGuess[];
}

/** Rows at the top that may be a title. */
const mostTitles = 20;

/** Columns that are named in a sentence. */
const mostNamed = 5;

/** Makes columns of a sheet: each of one type that says all its values, or text. */
export function sheetTable({ rows: all, sheet, sheets, marks }: Sheet, settings: ImportSettings): SheetTable {
  const { range, header, skip, footer, groups } = settings;
  const ranged = withoutEmpty(within(all, range));
  const start = skip ?? titlesOf(ranged);
  const above = withoutEmpty(ranged.slice(start));
  const rows = withoutEmpty(above.slice(0, Math.max(above.length - (footer ?? 0), 0)));
  const isGrouped = groups ?? (header === undefined && haveGroups(rows));
  const first = isGrouped ? joinedNames(rows) : rows[0];
  if (!first) return { columns: [], types: [], guesses: [] };
  const isNamed = isGrouped || (header ?? looksLikeNames(first, rows[1]));
  const body = rows.slice(isGrouped ? 2 : isNamed ? 1 : 0);
  const names = freeNames(
    first.map((cell, index) => (isNamed && cell !== null ? textOf(cell) : `column${index}`)),
  );
  const made = names.map((name, index) =>
    columnOf(
      name,
      body.map((row) => row[index] ?? null),
    ),
  );
  const mixed = made.filter(({ isMixed }) => isMixed);
  const others = sheets.filter((one) => one !== sheet).slice(0, mostNamed);
  const guesses: ImportGuess[] = [
    ...(settings.sheet === undefined && others.length > 0
      ? [
          {
            said: `This is the sheet “${sheet}”, the first of ${sheets.length}.`,
            is: { sheet },
            others: others.map((one) => ({ label: `Read “${one}”`, settings: { sheet: one } })),
          },
        ]
      : []),
    ...(skip === undefined && start > 0
      ? [
          {
            said:
              start === 1
                ? "The first row is left out, as a title."
                : `The first ${start} rows are left out, as a title.`,
            is: { skip: start },
            others: [{ label: "Read them too", settings: { skip: 0 } }],
          },
        ]
      : []),
    ...(isGrouped && groups === undefined
      ? [
          {
            said: `The first two rows are taken for the columns’ names, as “${names.find((name) => name.includes(between))}”.`,
            is: { groups: true },
            others: [
              { label: "Leave out the first row", settings: { skip: start + 1 } },
              { label: "The second row is data", settings: { groups: false } },
            ],
          },
        ]
      : []),
    ...(header === undefined && !isGrouped
      ? [
          {
            said: isNamed
              ? "The first row is taken for the columns’ names."
              : "The first row is read as data, so the columns have no names.",
            is: { header: isNamed },
            others: [
              { label: isNamed ? "It is data" : "It names the columns", settings: { header: !isNamed } },
            ],
          },
        ].filter(() => !isNamed || made.every(({ column }) => column.type === "VARCHAR"))
      : []),
    ...(mixed.length > 0
      ? [
          {
            said: `Values of several kinds are read as text: ${mixed
              .slice(0, mostNamed)
              .map(({ column }) => column.name)
              .join(", ")}${mixed.length > mostNamed ? " and others" : ""}.`,
            is: {},
            others: [],
          },
        ]
      : []),
    ...(footer === undefined ? totalGuess(body.map((row) => row.map(textOf))) : []),
    ...nulls.flatMap(({ mark, said }) => (marks[mark] ? [{ said, is: {}, others: [] }] : [])),
  ];
  return {
    columns: made.map(({ column }) => column),
    types: made.flatMap(({ column, type }) => (type === undefined ? [] : [[column.name, type] as const])),
    guesses,
  };
}

/** What is read as null. */
const nulls: readonly { readonly mark: keyof Marks; readonly said: string }[] = [
  { mark: "hasErrors", said: "Cells with errors, such as #N/A or #DIV/0!, are read as null." },
  {
    mark: "hasUncounted",
    said: "Formulas whose values are not in the file are read as null: open it in Excel or LibreOffice, and save it again.",
  },
  {
    mark: "hasMerged",
    said: "Of cells that are merged across rows, the first has the value, and the others are null.",
  },
];

type Rows = readonly (readonly ExcelCell[])[];

/** The cells of a range such as B3:F20. */
function within(rows: Rows, range: string | undefined): Rows {
  const [, a = "", b = "", c = "", d = ""] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range ?? "") ?? [];
  if (a === "") return rows;
  const [left, right] = [columnNumber(a), columnNumber(c)].sort((x, y) => x - y);
  const [top, bottom] = [Number(b), Number(d)].sort((x, y) => x - y);
  return rows.slice((top ?? 1) - 1, bottom).map((row) => row.slice((left ?? 1) - 1, right));
}

/** Without the empty rows and columns around and between, of which none is data. */
function withoutEmpty(rows: Rows): Rows {
  const full = rows.filter((row) => row.some((cell) => cell !== null));
  const width = full.reduce((most, row) => Math.max(most, row.length), 0);
  const isUsed = Array.from({ length: width }, (_, index) =>
    full.some((row) => (row[index] ?? null) !== null),
  );
  return full.map((row) => isUsed.flatMap((used, index) => (used ? [row[index] ?? null] : [])));
}

/** How many rows at the top have one cell, where the table below has more. */
function titlesOf(rows: Rows): number {
  const filled = (row: readonly ExcelCell[] = []) => row.filter((cell) => cell !== null).length;
  const width = rows[0]?.length ?? 0;
  if (width < 2) return 0;
  const start = rows.findIndex((row) => filled(row) > 1);
  return start > 0 && start <= mostTitles && rows.length > start + 1 ? start : 0;
}

/** Whether a row has the names of what stands below: texts, each once. Years are names, too. */
function looksLikeNames(first: readonly ExcelCell[], second: readonly ExcelCell[] | undefined): boolean {
  const cells = first.filter((cell) => cell !== null);
  const texts = cells.filter((cell) => typeof cell === "string");
  const mayBeDate = (cell: ExcelCell) => cell instanceof Date && texts.length > 0;
  const areNames = cells.every((cell) => typeof cell === "string" || isYear(cell) || mayBeDate(cell));
  const isOnlyYears = cells.every(isYear) && (second ?? []).some(isYear);
  // Names may be the same where what stands below them is of another kind, as dates may be names.
  const isOther = first.some((cell, index) => {
    const below = second?.[index] ?? null;
    return cell !== null && below !== null && kindOf(below) !== kindOf(cell);
  });
  const isAlike = (second ?? []).some((cell, index) => cell instanceof Date && first[index] instanceof Date);
  const isSure =
    new Set(cells.map(textOf)).size === cells.length &&
    texts.length + cells.filter(isYear).length === cells.length;
  return areNames && !isOnlyYears && !isAlike && (isSure || isOther);
}

/** What stands between a group and the name of a column in it. */
const between = " / ";

/** Whether the first row has groups of the names in the second: texts over texts, in fewer columns, and values of other kinds below. */
function haveGroups([groups, names, ...body]: Rows): boolean {
  if (!groups || !names || body.length === 0) return false;
  const hasGaps = groups.some((cell, index) => cell === null && (names[index] ?? null) !== null);
  const areGroups = groups.every((cell) => cell === null || typeof cell === "string" || isYear(cell));
  const areNames = names.every((cell) => typeof cell === "string");
  const isOther = names.some((_, index) =>
    body.some((row) => !["text", undefined].includes(kindOf(row[index] ?? null))),
  );
  return hasGaps && areGroups && areNames && isOther;
}

/** The names of two rows in one: a group goes on until the next, as its cell does. */
function joinedNames([groups, names = []]: Rows): readonly ExcelCell[] | undefined {
  let group = "";
  return groups?.map((cell, index) => {
    group = cell === null ? group : textOf(cell);
    const name = textOf(names[index] ?? null);
    return [group, name].filter((part) => part !== "").join(between) || null;
  });
}

function isYear(cell: ExcelCell): boolean {
  return typeof cell === "number" && Number.isInteger(cell) && cell >= 1500 && cell < 2200;
}

/** Names that differ in more than capitals. */
function freeNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const base = name.trim() === "" ? "column" : name;
    let free = base;
    for (let number = 1; taken.has(free.toLowerCase()); number++) free = `${base}_${number}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

type Kind = "text" | "number" | "long" | "duration" | "boolean" | "date" | "time";

function kindOf(cell: ExcelCell): Kind | undefined {
  if (cell === null) return undefined;
  // A time alone has no day: among dates it would be one of 1899.
  if (cell instanceof Date) return isTime(cell) ? "time" : "date";
  if (typeof cell === "object") return "duration" in cell ? "duration" : "long";
  return typeof cell === "string" ? "text" : typeof cell === "number" ? "number" : "boolean";
}

interface MadeColumn {
  readonly column: SheetColumn;
  readonly type?: string;
  readonly isMixed: boolean;
}

function columnOf(name: string, cells: readonly ExcelCell[]): MadeColumn {
  const kinds = new Set(cells.flatMap((cell) => kindOf(cell) ?? []));
  const of = (type: string, values: readonly unknown[]) => ({
    column: { name, type, values },
    isMixed: false,
  });
  const [kind, ...more] = kinds;
  if (kind === undefined || (kind === "text" && more.length === 0)) return of("VARCHAR", cells);
  if (more.length > 0 || kind === "long")
    // Numbers that no DOUBLE says stay as they are written.
    return {
      ...of(
        "VARCHAR",
        cells.map((cell) => (cell === null ? null : textOf(cell))),
      ),
      isMixed: true,
    };
  if (kind === "duration")
    return {
      ...of(
        "VARCHAR",
        cells.map((cell) => (cell === null ? null : textOf(cell))),
      ),
      type: "INTERVAL",
    };
  if (kind === "boolean") return of("BOOLEAN", cells);
  if (kind === "number")
    return of(
      cells.every((cell) => cell === null || Number.isSafeInteger(cell)) ? "BIGINT" : "DOUBLE",
      cells,
    );
  const dates = cells.filter((cell) => cell instanceof Date).map(dateOf);
  const texts = () => cells.map((cell) => (cell instanceof Date ? textOf(cell) : null));
  if (kind === "time") return { ...of("VARCHAR", texts()), type: "TIME" };
  if (dates.every((date) => date.getTime() % dayMs === 0)) return { ...of("VARCHAR", texts()), type: "DATE" };
  return of(
    "TIMESTAMP",
    cells.map((cell) => (cell instanceof Date ? dateOf(cell) : null)),
  );
}

const dayMs = 86_400_000;
const day0 = Date.UTC(1899, 11, 30);
/** The first of March 1900: before it, Excel counts a day that there was not. */
const march = Date.UTC(1900, 2, 1);

/** A date as it was meant. */
function dateOf(date: Date): Date {
  const time = date.getTime();
  return new Date(time >= day0 + dayMs && time < march ? time + dayMs : time);
}

/** Whether it is a time of a day without a day. */
function isTime(date: Date): boolean {
  return date.getTime() >= day0 && date.getTime() < day0 + dayMs;
}

/** A cell as text. */
function textOf(cell: ExcelCell): string {
  if (cell === null) return "";
  if (!(cell instanceof Date)) {
    if (typeof cell !== "object") return String(cell);
    return "number" in cell ? cell.number : durationText(cell.duration);
  }
  const date = dateOf(cell);
  const [day = "", time = ""] = date
    .toISOString()
    .replace("Z", "")
    .replace(/\.000$/, "")
    .split("T");
  if (isTime(date)) return time;
  return time === "00:00:00" ? day : `${day} ${time}`;
}

/** A duration in hours, minutes and seconds, also beyond a day. */
function durationText(duration: number): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  const seconds = Math.abs(duration) / 1000;
  const fraction = Math.abs(duration) % 1000;
  const whole = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${duration < 0 ? "-" : ""}${whole}${fraction === 0 ? "" : `.${String(fraction).padStart(3, "0")}`}`;
}
