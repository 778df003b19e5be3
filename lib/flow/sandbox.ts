export { currentContext, currentTaskRunId, isOffline, lives, withContext } from "./ambient";
export { dataTask, sqlTask, type SqlCell } from "./data/cells";
export { submitCells } from "./data/inputs";
export { refOf, type Runnable } from "./definitions";
export { capturePrints, placeWarnings, whenLogged, whenWarned } from "./logging";
export { notebookModule, type NotebookModule } from "./notebook-scope";
