/** What a notebook can leave as. */
export const downloadForms = [
  { value: "md", label: "Notebook (.md)" },
  { value: "zip", label: "Notebook with its data (.zip)" },
  { value: "html", label: "Page with the run (.html)" },
  { value: "ipynb", label: "Jupyter notebook (.ipynb)" },
  { value: "ts", label: "TypeScript (.ts)" },
] as const;

export type DownloadForm = (typeof downloadForms)[number]["value"];
