import type { DataFormat } from "../notebook";

const endings: Readonly<Record<string, DataFormat>> = {
  ...{ csv: "csv", txt: "csv", tsv: "tsv", tab: "tsv", json: "json", ndjson: "ndjson", jsonl: "ndjson" },
  ...{ parquet: "parquet", arrow: "arrow", arrows: "arrow", feather: "arrow", ipc: "arrow" },
  ...{ xlsx: "xlsx", xlsm: "xlsx", geojson: "json" },
};

/** The format of a data file as its name has it, packed or not; undefined where that is none's. */
export function formatOfName(file: string): DataFormat | undefined {
  const ending = /\.(\w+)$/.exec(file.toLowerCase().replace(/\.gz$/, ""))?.[1] ?? "";
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}
