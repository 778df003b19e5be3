import { selectList, survivesFile } from "./columns";
import { encodeTable } from "./encode";
import type { ParquetCodec } from "./parquet/parquet";
import { type Resident, readRows } from "./place";
import type { TableStore } from "./stored-table";
import type { Tables } from "./tables";

interface Keeping {
  readonly tables: Tables;
  readonly store: TableStore;
  readonly parquet: ParquetCodec;
  /** The largest size in memory to write, in bytes. */
  readonly keepUpTo: number;
  /** The largest to write as Arrow, which takes more room, and no codec: Parquet's is larger by itself than most tables. */
  readonly arrowUpTo: number;
}

/** Adds a table's rows to what is kept of it; does nothing where they are not in memory, too many, or would change. */
export async function writeRows(lineage: string, keeping: Keeping, signal: AbortSignal): Promise<void> {
  const { tables, store, parquet, keepUpTo, arrowUpTo } = keeping;
  const inMemory = tables.inMemory().find((table) => table.lineage === lineage);
  if (!inMemory || !survivesFile(inMemory.schema)) return;
  await tables.using(inMemory, signal, async (resident) => {
    const size = await sizeOf(resident);
    if (size > keepUpTo) return;
    const rows = await encodeTable(resident, size > arrowUpTo ? "parquet" : "arrow", parquet, signal);
    const kept = await tables.kept(lineage);
    if (kept) await store.write({ ...kept, rows });
  });
}

const sampleRows = 1000;

/** About how many bytes a table's rows take, from its first ones. */
async function sizeOf({ place, ref }: Resident): Promise<number> {
  const sample = await readRows(place, selectList(ref.schema, "file"), 0, sampleRows);
  return (sample.length / Math.min(sampleRows, Math.max(ref.numRows, 1))) * ref.numRows;
}
