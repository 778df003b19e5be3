import { useMemo } from "react";
import type { RunLook } from "@/lib/fold";
import type { ArtifactView, ShownRun } from "@/lib/workspace";
import { useStore } from "../_ui/store";

/** What a run had left for people to read at the moment that is looked at, the newest first. */
export function useArtifacts(run: ShownRun, { isLatest, position }: RunLook): readonly ArtifactView[] {
  const all = useStore(run.artifacts);
  return useMemo(() => (isLatest ? all : run.artifactsBefore(position)), [run, all, isLatest, position]);
}
