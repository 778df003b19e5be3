import { loadWorkbench, type GraphPlacer } from "@/lib/workspace";
import { fileUrl } from "../../_shell/base-url";

let opening: Promise<GraphPlacer> | undefined;

/** The page's placer; what keeps it from being loaded may pass. */
export async function graphPlacer(): Promise<GraphPlacer> {
  opening ??= loadWorkbench().then((bench) => new bench.GraphPlacer(fileUrl("workers/graph.js")));
  return await opening.catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
}
