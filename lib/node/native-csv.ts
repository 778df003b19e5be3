import type { DuckDBConnection } from "@duckdb/node-api";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { RunnelError, messageOf } from "../base";
import { readImportWords } from "../notebook/words";
import { type AskedTable, csvReading, exactTypeQuery } from "../sql/without-engine";
import { identifier, quoted } from "./sql-literal";

/** CSV files as the browser's engine reads them. */
export class NativeCsv {
  readonly #connection: DuckDBConnection;
  readonly #scratch: string;
  readonly #say: ((message: string) => void) | undefined;
  #made = 0;

  constructor(connection: DuckDBConnection, scratch: string, say?: (message: string) => void) {
    this.#connection = connection;
    this.#scratch = scratch;
    this.#say = say;
  }

  /** What reads a file as its fence says, or as it most likely is, to stand behind FROM. */
  async read(
    file: string,
    format: "csv" | "tsv",
    options: Readonly<Record<string, string>>,
  ): Promise<string> {
    const { settings, faults } = readImportWords(format, options);
    const [fault] = faults;
    if (fault) throw new RunnelError("data/bad-option", fault.message);
    const said = format === "tsv" ? { delimiter: "\t", ...settings } : settings;
    const name = basename(file);
    const reading = await csvReading(new Blob([await readFile(file)]), name, said);
    const copy = join(this.#scratch, `csv-${++this.#made}`);
    await writeFile(copy, Buffer.from(await reading.text.arrayBuffer()));
    const source = (more = "") => `read_csv(${quoted(copy)}${reading.options}${more})`;
    const found = settings.types ? source() : await this.#exact(source, reading.plainNumber);
    if (this.#say)
      for (const guess of await reading.guesses(await this.#table(found)))
        this.#say(`${name}: ${guess.said}`);
    return found;
  }

  async #table(source: string): Promise<AskedTable> {
    const described = (await this.#asked(`DESCRIBE FROM ${source}`)).getRows();
    return {
      columns: described.map(([name, type]) => ({ name: String(name), type: String(type) })),
      source,
      rows: async (query) => (await this.#asked(query)).getRows(),
    };
  }

  /** The same with types that keep every number and time. */
  async #exact(source: (more?: string) => string, plainNumber: (column: string) => string): Promise<string> {
    const columns = (await this.#asked(`DESCRIBE FROM ${source()}`)).getRows();
    const exact: string[] = [];
    for (const [name, type] of columns) {
      const text = identifier(String(name));
      const column = type === "DOUBLE" ? plainNumber(text) : text;
      const query = exactTypeQuery(column, String(type), source(", all_varchar = true"));
      if (query === undefined) continue;
      const found = (await this.#asked(query)).getRows()[0]?.[0];
      if (typeof found === "string") exact.push(`${quoted(String(name))}: ${quoted(found)}`);
    }
    return source(exact.length === 0 ? "" : `, types = {${exact.join(", ")}}`);
  }

  /** What DuckDB answers. Throws its first words where it cannot make out a file. */
  async #asked(query: string): ReturnType<DuckDBConnection["runAndReadAll"]> {
    try {
      return await this.#connection.runAndReadAll(query);
    } catch (cause) {
      const [first] = messageOf(cause).split("\n");
      throw new RunnelError("import/bad-file", `This file cannot be read as CSV: ${first}`, { cause });
    }
  }
}
