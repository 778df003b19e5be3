/** The files that can be read into tables, for a file picker. */
export const dataFileTypes =
  ".csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.geojson,.xlsx,.xlsm,.parquet,.arrow,.arrows,.feather,.ipc,.gz";

/** Notebooks, what else becomes one, and backups, for a file picker. */
export const notebookFileTypes = ".md,.markdown,.ipynb,.sql,.ts,.zip,.runnel";
