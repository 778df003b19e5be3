import { selectList, survivesFile } from "./columns";
import { encodeTable } from "./encode";
import type { ParquetCodec } from "./parquet/parquet";
import { firstRows } from "./measure";
import { type Resident, readRows } from "./place";
import { type Tables, firstOf } from "./tables";

interface Keeping {
  readonly tables: Tables;
  readonly parquet: ParquetCodec;
  /** The largest size in memory to write, in bytes. */
  readonly keepUpTo: number;
  /** The largest to write as Arrow, which takes more room, and no codec: Parquet's is larger by itself than most tables. */
  readonly arrowUpTo: number;
}

/** Adds a table's first rows to what is kept of it, and all of them where they are not too many and would not change; nothing where they are not in memory. */
export async function writeRows(lineage: string, keeping: Keeping, signal: AbortSignal): Promise<void> {
  const { tables } = keeping;
  const inMemory = tables.inMemory().find((table) => table.lineage === lineage);
  if (!inMemory) return;
  await tables.using(inMemory, signal, async (resident) => {
    const first = firstOf(await tables.kept(lineage)) ?? (await firstRows(resident));
    const rows = await rowsOf(resident, keeping, signal).catch(() => undefined);
    signal.throwIfAborted();
    const keep = (more: Parameters<Tables["keepMore"]>[1]) =>
      tables.keepMore(inMemory, { ...first, ...more });
    // Where there is no room for all of them, there may be for the first.
    await (rows ? keep({ rows }).catch(() => keep({})) : keep({}));
  });
}

/** All rows of a table, as a file; undefined where they are too many, or would change. */
async function rowsOf(
  resident: Resident,
  { parquet, keepUpTo, arrowUpTo }: Keeping,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  if (!survivesFile(resident.ref.schema)) return undefined;
  const size = await sizeOf(resident);
  if (size > keepUpTo) return undefined;
  return await encodeTable(resident, size > arrowUpTo ? "parquet" : "arrow", parquet, signal);
}

const sampleRows = 1000;

/** About how many bytes a table's rows take, from its first ones. */
async function sizeOf({ place, ref }: Resident): Promise<number> {
  const sample = await readRows(place, selectList(ref.schema, "file"), 0, sampleRows);
  return (sample.length / Math.min(sampleRows, Math.max(ref.numRows, 1))) * ref.numRows;
}
