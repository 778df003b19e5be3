/** What stack traces call a notebook's module, wherever it was loaded. */
export const moduleName = "notebook.runnel.js";
