/** What a notebook without cells says of itself. */
export default function EmptyNotebook() {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-10 text-center">
      <h2 className="text-lg font-semibold tracking-tight">An empty notebook</h2>
      <p className="mx-auto mt-1 max-w-md text-muted">
        Drop a CSV, JSON, Parquet or Arrow file anywhere, or add a cell: SQL reads other cells by their names,
        TypeScript defines tasks and flows.
      </p>
    </div>
  );
}
