import { RunsView } from "./_runs/runs-view";

/** The runs of all notebooks. */
export default function RunsPage() {
  return <RunsView />;
}
