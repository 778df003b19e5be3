import { type Clock, RunnelError } from "../../../base";
import { orAbort } from "../../abort";
import { withConnection } from "../../connection";
import type { StartEngineWorker } from "../../instance";
import { type Place, nameIn } from "../../place";
import { putStreams } from "../../put-streams";
import { identifier } from "../../quote";
import { typedBatch } from "../../rows/typed-batch";
import type { ImportSettings } from "../format";
import type { ImportGuess } from "../guess";
import { sheetTable } from "./sheet-table";
import type { ExcelReply, ExcelRequest } from "./wire";

/** Reads workbooks, each in a worker of its own. */
export interface ExcelReader {
  read(request: ExcelRequest, signal: AbortSignal | undefined): Promise<ExcelReply>;
}

/** How long a workbook may take, in milliseconds: a hostile one is small, and takes for ever. */
const deadlineMs = 120_000;

/** Rows that are put into a table at a time. */
const rowsInBatch = 50_000;

export function createExcelReader(startWorker: StartEngineWorker, clock: Clock): ExcelReader {
  return {
    async read(request, signal) {
      const { port1: port, port2 } = new MessageChannel();
      const gone = new AbortController();
      const answer = new Promise<ExcelReply>((resolve) => {
        port.onmessage = ({ data }: MessageEvent<ExcelReply>) => resolve(data);
        const tooMuch = (message: string) => () => resolve({ type: "failed", why: "large", message });
        gone.signal.addEventListener("abort", tooMuch("it takes more memory than there is"));
        const disarm = clock.after(deadlineMs, tooMuch("it takes more than two minutes to read"));
        gone.signal.addEventListener("abort", disarm);
      });
      void startWorker("excel", port2, gone);
      port.postMessage(request);
      try {
        return await orAbort(answer, signal);
      } finally {
        gone.abort();
      }
    },
  };
}

interface ExcelFile {
  readonly file: Blob;
  readonly fileName: string;
  readonly settings: ImportSettings;
}

/** Reads a sheet of an Excel file into a new table. */
export async function importExcel(
  { file, fileName, settings }: ExcelFile,
  place: Place,
  excel: ExcelReader,
  signal: AbortSignal | undefined,
): Promise<readonly ImportGuess[]> {
  const reply = await excel.read({ file, sheet: settings.sheet }, signal);
  if (reply.type === "no sheet") throw noSheet(fileName, settings.sheet, reply.sheets);
  if (reply.type === "failed")
    throw reply.why === "large"
      ? new RunnelError(
          "import/too-large",
          `“${fileName}” is too large to be read as Excel: ${reply.message}. Delete what lies far outside of its data, or save the sheet as CSV.`,
        )
      : new RunnelError(
          "import/bad-file",
          `“${fileName}” cannot be read as Excel: ${reply.message}. Open it in Excel or LibreOffice, and save it again as .xlsx, or as CSV.`,
        );
  const { columns, types, guesses } = sheetTable(reply, settings);
  if (columns.length === 0)
    throw new RunnelError(
      "import/empty",
      `The sheet “${reply.sheet}” of “${fileName}” is empty${otherSheets(reply.sheets, reply.sheet)}.`,
    );
  const put = columns.map(({ name, type }) => ({ name, type }));
  const numRows = columns[0]?.values.length ?? 0;
  const batches = function* () {
    for (let start = 0; start < numRows; start += rowsInBatch)
      yield typedBatch(
        put,
        columns.map(({ values }) => values.slice(start, start + rowsInBatch)),
      );
  };
  await putStreams(place, batches(), put, signal);
  await withConnection(place.instance, async (connection) => {
    for (const [name, type] of types)
      await connection.run(`ALTER TABLE ${nameIn(place)} ALTER ${identifier(name)} TYPE ${type}`, signal);
  });
  return guesses;
}

function noSheet(fileName: string, sheet: string | undefined, sheets: readonly string[]): RunnelError {
  const message =
    sheets.length === 0
      ? `“${fileName}” has no sheets.`
      : `“${fileName}” has no sheet “${sheet ?? "1"}”${otherSheets(sheets, "")}.`;
  return new RunnelError("import/no-sheet", message);
}

/** Sheets that are offered. */
const mostOffered = 8;

function otherSheets(sheets: readonly string[], but: string): string {
  const others = sheets.filter((one) => one !== but).slice(0, mostOffered);
  return others.length === 0
    ? ""
    : `: read ${others.map((one) => `\`sheet=${JSON.stringify(one)}\``).join(", ")}`;
}
