export { currentTaskRunId, withContext } from "./ambient";
export { submitCells } from "./data/inputs";
export { refOf, type Runnable } from "./definitions";
export { capturePrints } from "./logging";
export { notebookModule, type NotebookModule } from "./notebook-scope";
