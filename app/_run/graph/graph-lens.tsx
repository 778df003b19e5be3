"use client";

import { useMemo } from "react";
import { graphOfNotebook, graphOfRun, type Definition, type RunLook } from "@/lib/workspace";
import { Nothing } from "../nothing";
import { usePath } from "../use-path";
import { GraphView } from "./graph-view";

export interface GraphLensProps {
  /** The run as it is looked at, if there is one: else the notebook is drawn, as it would run. */
  readonly look: RunLook | undefined;
  /** What the notebook defines. */
  readonly definitions: readonly Definition[];
  /** The id of the task run or group that is selected. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** A run as a graph, or the notebook before the first. */
export default function GraphLens({ look, definitions, selected, onSelect }: GraphLensProps) {
  const { graph, nodeOf } = useMemo(
    () =>
      look
        ? graphOfRun(look, definitions)
        : { graph: graphOfNotebook({ definitions }), nodeOf: (id: string) => id },
    [look, definitions],
  );
  const critical = usePath(look);
  const path = useMemo(
    () =>
      critical && {
        ids: critical.links.flatMap(({ task }) => nodeOf(task.run.id) ?? []),
        ms: critical.ms,
      },
    [critical, nodeOf],
  );
  if (graph.nodes.length === 0) return <Nothing>There is nothing to draw yet: add a cell.</Nothing>;
  const node = selected === undefined ? undefined : nodeOf(selected);
  return <GraphView graph={graph} path={path} selected={node} onSelect={onSelect} />;
}
