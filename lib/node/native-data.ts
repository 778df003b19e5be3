import type { DuckDBConnection } from "@duckdb/node-api";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { RunnelError, sha256 } from "../base";
import type { Column, DataCell, DataPort, Query, Rows, TableFormat, TableRef } from "../engine";
import { sqlTokens } from "../notebook";
import {
  SqlError,
  type SentStatement,
  authorsError,
  edited,
  originOf,
  readFault,
} from "../sql/without-engine";
import { NativeCsv } from "./native-csv";
import { hasValue, rowsQuery, valueOf } from "./native-values";
import { identifier, quoted, sqlLiteral } from "./sql-literal";

export interface NativeDataOptions {
  /** Where the notebook's files are. */
  readonly folder: string;
  /** Where the files are that come with the app. */
  readonly samples: string;
  /** Where `download` puts files. */
  readonly out: string;
  /** The file in which `load` keeps tables; default: in memory, for as long as this is open. */
  readonly database?: string;
  /** Hears what was guessed of files, and may be wrong. */
  readonly say?: (message: string) => void;
  /** Works on a copy of the database, in memory, and leaves it as it is. */
  readonly isCopy?: boolean;
}

/** The data engine of a notebook in Node: native DuckDB. Throws where it is not installed. */
export async function openNativeData(
  options: NativeDataOptions,
): Promise<DataPort & { close(): Promise<void> }> {
  const { DuckDBInstance } = await import("@duckdb/node-api").catch((cause: unknown) => {
    throw new RunnelError("node/no-duckdb", "SQL in Node takes DuckDB: npm install @duckdb/node-api", {
      cause,
    });
  });
  const copied = options.isCopy ? options.database : undefined;
  const instance = await DuckDBInstance.create((copied ? undefined : options.database) ?? ":memory:");
  const open = async () => {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  };
  const first = await open();
  if (copied !== undefined && existsSync(copied)) {
    await first.run(`ATTACH ${quoted(copied)} AS copied (READ_ONLY)`);
    await first.run("COPY FROM DATABASE copied TO memory");
    await first.run("DETACH copied");
  }
  await first.run("ATTACH ':memory:' AS run_tables");
  const scratch = await mkdtemp(join(tmpdir(), "runnel-"));
  const data = new NativeData(options, first, open, scratch);
  return Object.assign(data.port, {
    async close() {
      first.closeSync();
      await rm(scratch, { recursive: true });
    },
  });
}

/** Tables by their lineage, each in a place of its own. */
class NativeData {
  readonly #options: NativeDataOptions;
  readonly #first: DuckDBConnection;
  readonly #open: () => Promise<DuckDBConnection>;
  readonly #scratch: string;
  readonly #csv: NativeCsv;
  readonly #places = new Map<string, string>();
  #made = 0;

  constructor(
    options: NativeDataOptions,
    first: DuckDBConnection,
    open: () => Promise<DuckDBConnection>,
    scratch: string,
  ) {
    this.#options = options;
    this.#first = first;
    this.#open = open;
    this.#scratch = scratch;
    this.#csv = new NativeCsv(first, scratch, options.say);
  }

  readonly port: DataPort = {
    query: async (query) => await this.#query(query),
    readCell: async (cell) => await this.#readCell(cell),
    readFile: async (name) =>
      extname(name) === ""
        ? await this.#kept(name)
        : await this.#make(
            name,
            `file ${name}`,
            `FROM ${await this.#reader(join(this.#options.folder, name), {})}`,
          ),
    readTable: async (name) => await this.#kept(name),
    fromRows: async (rows, name) => await this.#make(name, `rows ${this.#made}`, rowsQuery(rows)),
    rows: async (table, offset, limit) => await this.#rows(table, offset, limit, false),
    texts: async (table, offset, limit) => await this.#rows(table, offset, limit, true),
    encode: async (table, format) => {
      const file = join(this.#scratch, `encoded-${++this.#made}`);
      await this.#write(table, format, file);
      return new Uint8Array(await readFile(file));
    },
    load: async (table, name, mode) => await this.#load(table, name, mode),
    download: async (table, fileName) => {
      const file = join(this.#scratch, `download-${++this.#made}`);
      await this.#write(table, formatOf(fileName), file);
      await copyFile(file, resolve(this.#options.out, basename(fileName)));
    },
  };

  /** Runs a query with its tables under their names, which are views of a connection that only it has. */
  async #query({ text, name, tables, parameters }: Query): Promise<TableRef> {
    const connection = await this.#open();
    const over = `over_${++this.#made}`;
    const kept = Object.entries(tables).filter(([alias]) => alias.includes("."));
    try {
      for (const [alias, table] of Object.entries(tables))
        if (!alias.includes("."))
          await connection.run(`CREATE TEMP VIEW ${identifier(alias)} AS FROM ${this.#placeOf(table)}`);
      if (kept.length > 0) await this.#hide(kept, over, connection);
      const lineage = JSON.stringify([
        text,
        Object.entries(tables).map(([alias, table]) => [alias, table.lineage]),
      ]);
      const statement = withParameters(text, parameters);
      const made = `${lineage} ${this.#made}`;
      try {
        if (!/^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*explain\b/i.test(statement.text))
          return await this.#make(name, made, statement.text, connection);
        // Behind a line of ours, as in #make.
        const plan = (await connection.runAndReadAll(`\n${statement.text}`)).getRowObjects();
        return await this.#make(name, made, rowsQuery(plan), connection);
      } catch (error) {
        throw queryError(error, text, statement);
      }
    } finally {
      if (kept.length > 0) {
        await connection.run("RESET search_path");
        await connection.run(`DETACH ${over}`);
      }
      connection.closeSync();
    }
  }

  /** Has a connection find these tables in the place of those that are kept under their names; the rest of their schemas is there, too. */
  async #hide(
    tables: readonly (readonly [name: string, table: TableRef])[],
    over: string,
    connection: DuckDBConnection,
  ): Promise<void> {
    const named = await connection.runAndReadAll("SELECT current_database()");
    const own = String(named.getRows()[0]?.[0]);
    await connection.run(`ATTACH ':memory:' AS ${over}`);
    for (const [name, table] of tables) {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${over}.${identifier(name.split(".")[0] ?? "")}`);
      await connection.run(`CREATE VIEW ${over}.${qualified(name)} AS FROM ${this.#placeOf(table)}`);
    }
    const schemas = [...new Set(tables.map(([name]) => quoted(name.split(".")[0] ?? "")))].join(", ");
    const others = await connection.runAndReadAll(
      `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ${quoted(own)} AND schema_name IN (${schemas})`,
    );
    for (const [schema, name] of others.getRows()) {
      const place = `${identifier(String(schema))}.${identifier(String(name))}`;
      await connection.run(`CREATE VIEW IF NOT EXISTS ${over}.${place} AS FROM ${identifier(own)}.${place}`);
    }
    await connection.run(`SET search_path = ${quoted(`${over}.main,${identifier(own)}.main`)}`);
  }

  async #readCell({ name, format, source, options }: DataCell): Promise<TableRef> {
    if (source.type === "inline") {
      const file = join(this.#scratch, `inline-${++this.#made}.${format}`);
      await writeFile(file, `${source.text}\n`);
      return await this.#make(
        name,
        JSON.stringify([format, options, source.text]),
        `FROM ${await this.#reader(file, options, format)}`,
      );
    }
    const folder = source.type === "sample" ? this.#options.samples : this.#options.folder;
    const file = join(folder, source.file);
    const { mtimeMs, size } = await stat(file).catch((cause: unknown) => {
      throw new RunnelError(
        "data/no-file",
        `“${name}” needs the file “${source.file}”: put it into ${folder}`,
        { cause },
      );
    });
    return await this.#make(
      name,
      `${file} ${mtimeMs} ${size}`,
      `FROM ${await this.#reader(file, options, format)}`,
    );
  }

  async #reader(
    file: string,
    options: Readonly<Record<string, string>>,
    format: string = formatOf(file),
  ): Promise<string> {
    const path = quoted(file);
    switch (format) {
      case "csv":
      case "tsv":
        return await this.#csv.read(file, format, options);
      case "json":
        if (options["records"] !== undefined)
          throw new RunnelError(
            "data/bad-option",
            `“${basename(file)}”: Node reads JSON as it stands. Leave \`records\` out, and unnest the list in SQL.`,
          );
        return `read_json(${path}, format = 'array')`;
      case "ndjson":
        return `read_json(${path}, format = 'newline_delimited')`;
      case "parquet":
        return `read_parquet(${path})`;
      default:
        return await Promise.reject(
          new RunnelError(
            "data/format",
            `“${basename(file)}”: Node reads CSV, TSV, JSON, NDJSON and Parquet${format === "xlsx" ? ", and no Excel" : ""}. Save it as one of these.`,
          ),
        );
    }
  }

  async #kept(name: string): Promise<TableRef> {
    if (name.startsWith("runnel."))
      throw new RunnelError(
        "data/no-table",
        `“${name}” tells of the runs of a browser: in Node there are none.`,
      );
    const known = await this.#first.runAndReadAll(
      `SELECT 1 FROM duckdb_tables() WHERE schema_name || '.' || table_name = ${quoted(name)} AND NOT internal`,
    );
    if (known.currentRowCount === 0)
      throw new RunnelError(
        "data/no-table",
        `There is no table “${name}”: run what loads it first, with --database to keep it.`,
      );
    return await this.#make(name, `kept ${name} ${this.#made}`, `FROM ${qualified(name)}`);
  }

  async #make(name: string, made: string, query: string, connection = this.#first): Promise<TableRef> {
    const place = `run_tables.${identifier(`t${++this.#made}`)}`;
    await connection.run(`CREATE TABLE ${place} AS FROM (\n${query}\n)`);
    const described = await connection.runAndReadAll(`DESCRIBE ${place}`);
    const schema = described
      .getRows()
      .map(([column, type]): Column => ({ name: String(column), type: String(type) }));
    const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${place}`);
    const lineage = sha256(made);
    this.#places.set(lineage, place);
    return { kind: "table", name, lineage, schema, numRows: Number(counted.getRows()[0]?.[0]) };
  }

  #placeOf({ name, lineage }: TableRef): string {
    const place = this.#places.get(lineage);
    if (place === undefined)
      throw new RunnelError("data/no-table", `The table “${name}” is not there any more.`);
    return place;
  }

  async #rows(table: TableRef, offset: number, limit: number, asText: boolean): Promise<Rows> {
    const columns = table.schema.map(({ name, type }) =>
      asText || !hasValue(type) ? `CAST(${identifier(name)} AS VARCHAR)` : identifier(name),
    );
    const read = await this.#first.runAndReadAll(
      `SELECT ${columns.join(", ")} FROM ${this.#placeOf(table)} LIMIT ${Math.max(0, limit)} OFFSET ${offset}`,
    );
    const values = read
      .getColumnsJS()
      .map((column, index) => column.map((value) => valueOf(value, table.schema[index]?.type ?? "")));
    return { schema: table.schema, values, numRows: read.currentRowCount };
  }

  async #write(table: TableRef, format: string, file: string): Promise<void> {
    if (format !== "csv" && format !== "parquet")
      throw new RunnelError("data/format", `Node writes CSV and Parquet, and no ${format}.`);
    await this.#first.run(`COPY (FROM ${this.#placeOf(table)}) TO ${quoted(file)} (FORMAT ${format})`);
  }

  async #load(table: TableRef, name: string, mode: "replace" | "append"): Promise<TableRef> {
    const place = qualified(name);
    await this.#first.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(name.split(".")[0] ?? "")}`);
    const from = this.#placeOf(table);
    if (mode === "append") {
      await this.#first.run(`CREATE TABLE IF NOT EXISTS ${place} AS FROM ${from} LIMIT 0`);
      await this.#first.run(`INSERT INTO ${place} BY NAME FROM ${from}`);
    } else await this.#first.run(`CREATE OR REPLACE TABLE ${place} AS FROM ${from}`);
    return await this.#kept(name);
  }
}

function qualified(name: string): string {
  return name.split(".").map(identifier).join(".");
}

/** A query with values in the place of its parameters, without the semicolons at its end. */
function withParameters(text: string, parameters: Readonly<Record<string, unknown>>): SentStatement {
  const tokens = sqlTokens(text);
  const end = tokens.findLastIndex((token) => token.text !== ";" || token.kind !== "symbol");
  const edits = tokens.flatMap(({ kind, text: name, start }, index) => {
    if (index > end) return [{ at: start, length: 1, text: " " }];
    if (kind !== "parameter") return [];
    if (!Object.hasOwn(parameters, name))
      throw new RunnelError("sql/missing-parameter", `The query has no value for $${name}: give it one.`);
    return [{ at: start, length: name.length + 1, text: `(${sqlLiteral(parameters[name])})` }];
  });
  return { text: edited(text, edits), parameters: [], originOf: (offset) => originOf(edits, offset) };
}

/** Of these the app says what its own DuckDB lacks. */
const ofBrowser: ReadonlySet<string> = new Set([
  "sql/missing-extension",
  "sql/out-of-memory",
  "sql/forbidden",
]);

/** What DuckDB says of a query, as in the app; of what is otherwise in Node in DuckDB's own words. */
function queryError(thrown: unknown, text: string, statement: SentStatement): SqlError {
  const fault = readFault(thrown, `\n${statement.text}\n)`);
  const error = authorsError(fault, text, statement, thrown);
  if (!ofBrowser.has(error.code)) return error;
  const { code, line, column } = error;
  const place = line === undefined ? undefined : { line, ...(column !== undefined && { column }) };
  return new SqlError(code, fault.message, place, { cause: thrown });
}

function formatOf(file: string): TableFormat | "json" | "ndjson" | "tsv" | "xlsx" | "" {
  const ending = extname(file.toLowerCase().replace(/\.gz$/, "")).slice(1);
  const found = (["csv", "tsv", "json", "ndjson", "parquet", "arrow", "xlsx"] as const).find(
    (one) => one === ending,
  );
  return ending === "jsonl" ? "ndjson" : (found ?? "");
}
