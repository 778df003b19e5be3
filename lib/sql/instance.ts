import type { AsyncDuckDB } from "@duckdb/duckdb-wasm";
import { type Clock, RunnelError, errorName, messageOf } from "../base";
import type { OnWait } from "../engine";
import { orAbort } from "./abort";
import { workerOver } from "./port-worker";
import { turns } from "./turns";

/** Where the data engine's WebAssembly is, as absolute URLs. */
export interface DataAssets {
  readonly duckdbWasm: string;
  readonly parquetWasm: string;
}

/** The scripts of the engine's workers: DuckDB's, and those of the ones that read and write Parquet, and read Excel. */
export type EngineScript = "duckdb" | "parquet" | "excel";

/**
 * Starts a worker of that script, which speaks on the port: the realm of the engine makes none itself. It ends when `gone`
 * aborts; `gone` aborts, with the reason, where it fails, ends by itself or does not start.
 */
export type StartEngineWorker = (script: EngineScript, port: MessagePort, gone: AbortController) => unknown;

/** How long DuckDB may take, in milliseconds. */
export interface Patience {
  /** How long its worker may be silent while it has work, before it is pinged and, as long again, given up. */
  readonly silenceMs: number;
  /** How long a cancelled query may go on before the worker is given up. */
  readonly cancelMs: number;
}

/** A database in a worker of its own, with no way out: no network, no extensions, no files but those put into `directory`. */
export interface Instance {
  /** Where tables are. Its name cannot be guessed, so that a query reads no table that it was not given. */
  readonly schema: string;
  /** The database of packed tables, in its schema `main`; as secret. */
  readonly packed: string;
  /** Where files may be put to be read; as secret. */
  readonly directory: string;
  readonly patience: Patience;
  readonly clock: Clock;
  /** Aborts when the instance is gone, with a `sql/engine-lost` error as its reason. */
  readonly lost: AbortSignal;
  /**
   * Asks DuckDB for something, behind those who have asked before. Rejects with the reason when the instance is lost meanwhile; a fault
   * inside the WebAssembly loses it.
   */
  call<T>(work: (db: AsyncDuckDB) => Promise<T>, onWait?: OnWait): Promise<T>;
  /** Ends the worker; what is under way rejects. */
  lose(why: string, cause?: unknown): void;
}

/** The size of DuckDB's code in bytes, unpacked: a server that sends it packed does not say. A test holds it to the file. */
export const duckdbBytes = 26_823_069;

/**
 * Starts a locked-down DuckDB, which ends when the signal aborts; `onLoaded` hears which part of its code is there, from 0 to 1.
 * Rejects with `sql/engine-lost` where it cannot start.
 */
export async function startInstance(
  assets: DataAssets,
  startWorker: StartEngineWorker,
  clock: Clock,
  patience: Patience,
  signal: AbortSignal,
  onLoaded: (fraction: number) => void = () => undefined,
): Promise<Instance> {
  const { AsyncDuckDB, VoidLogger } = await import("@duckdb/duckdb-wasm").catch((cause: unknown) => {
    throw new RunnelError("sql/engine-lost", "The data engine did not load: reload the page.", { cause });
  });
  signal.throwIfAborted();
  const { port1, port2 } = new MessageChannel();
  const gone = new AbortController();
  const lost = new AbortController();
  let disarm = () => {
    // Nothing to watch yet.
  };
  let hasLoaded = false;
  const lose = (why: string, cause?: unknown) => {
    if (lost.signal.aborted) return;
    disarm();
    const message = hasLoaded
      ? `The data engine had to be replaced: ${why} Run this again; its tables come back by themselves.`
      : `The data engine did not load: ${why} If this browser is offline, connect it once, and run this again: from then on the engine is kept here.`;
    lost.abort(new RunnelError("sql/engine-lost", message, { cause }));
    gone.abort();
  };

  const takeTurn = turns(clock);
  let waiting = 0;
  const watch = (onSilence: () => void) => {
    disarm();
    if (waiting > 0) disarm = clock.after(patience.silenceMs, onSilence);
  };
  // A machine that slept finds the time over although DuckDB never had it: so ask once more before giving up.
  const suspect = () => {
    void db.ping();
    watch(() => lose("it no longer answered."));
  };
  const heard = () => watch(suspect);
  port1.addEventListener("message", heard);
  port1.addEventListener("messageerror", () => lose("its worker sent something unreadable."));
  gone.signal.addEventListener("abort", () => lose(`its worker failed (${messageOf(gone.signal.reason)}).`));
  void startWorker("duckdb", port2, gone);
  const db = new AsyncDuckDB(new VoidLogger(), workerOver(port1, gone));

  const instance: Instance = {
    schema: `tables_${secret()}`,
    packed: `packed_${secret()}`,
    directory: `/files_${secret()}/`,
    patience,
    clock,
    lost: lost.signal,
    lose,
    async call(work, onWait) {
      lost.signal.throwIfAborted();
      if (waiting++ === 0) heard();
      const endTurn = takeTurn(onWait);
      try {
        return await orAbort(work(db), lost.signal);
      } catch (error) {
        // DuckDB's own errors are plain `Error`s; a trap, or an overflow of the stack, leaves it in an unknown state.
        if (!lost.signal.aborted && errorName(error) !== "Error")
          lose(`it failed (${messageOf(error)}).`, error);
        throw lost.signal.aborted ? lost.signal.reason : error;
      } finally {
        endTurn();
        if (--waiting === 0) disarm();
      }
    },
  };

  signal.addEventListener("abort", () => lose("it was closed."), { once: true });
  try {
    const onProgress = ({ bytesLoaded }: { readonly bytesLoaded: number }) =>
      onLoaded(Math.min(bytesLoaded / duckdbBytes, 1));
    await instance.call((db) => db.instantiate(assets.duckdbWasm, null, onProgress));
    hasLoaded = true;
    await instance.call((db) => db.open({ query: { queryPollingInterval: 20 } }));
    await instance.call(async (db) => {
      const connection = await db.connectInternal();
      await db.runQuery(connection, lockdown(instance));
      await db.disconnect(connection);
    });
  } catch (error) {
    lose(`it did not start (${messageOf(error)}).`, error);
    throw lost.signal.reason;
  }
  return instance;
}

/**
 * No extension may be fetched, and no file be read but from one directory. This also keeps missing extensions from being fatal:
 * with external access on, `timezone()` kills the instance.
 */
function lockdown({ schema, packed, directory }: Instance): string {
  return `
    ATTACH ':memory:' AS ${packed} (COMPRESS);
    SET autoinstall_known_extensions = false;
    SET autoload_known_extensions = false;
    SET allowed_directories = ['${directory}'];
    SET enable_external_access = false;
    CREATE SCHEMA ${schema};
    ${withoutIcu}
    SET lock_configuration = true`;
}

/** What only the ICU extension has, and needs no zone but UTC: found behind it, as anything in `main` is. */
const withoutIcu = [
  ["current_date", "DATE"],
  ["today", "DATE"],
  ["get_current_time", "TIME"],
  ["current_localtime", "TIME"],
  ["current_localtimestamp", "TIMESTAMP"],
]
  .map(([name, type]) => `CREATE MACRO ${name}() AS now()::TIMESTAMP::${type};`)
  .join(" ");

function secret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
