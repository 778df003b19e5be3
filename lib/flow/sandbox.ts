export { currentTaskRunId, withContext } from "./ambient";
export { submitCells } from "./data/cells";
export { refOf, type Runnable } from "./definitions";
export { capturePrints } from "./logging";
export { notebookModule, type NotebookModule } from "./notebook-scope";
