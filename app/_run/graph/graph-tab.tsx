"use client";

import { lazy, Suspense } from "react";
import type { Definition, ShownRun } from "@/lib/workspace";
import { useStore } from "../../_ui/store";
import { useViewedPart, view } from "../viewed";

const GraphLens = lazy(() => import("./graph-lens"));

interface GraphTabProps {
  /** The run that is looked at, if there is one. */
  readonly run: ShownRun | null;
  readonly definitions: readonly Definition[];
}

/** The lens of the graph, loaded when it is looked at first; it shares what is selected with the others. */
export function GraphTab({ run, definitions }: GraphTabProps) {
  const selected = useViewedPart("selected");
  const shared = { definitions, selected, onSelect: select };
  return (
    <Suspense>
      {run ? <OfRun key={run.id} run={run} {...shared} /> : <GraphLens look={undefined} {...shared} />}
    </Suspense>
  );
}

interface OfRunProps extends Omit<GraphTabProps, "run"> {
  readonly run: ShownRun;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

function OfRun({ run, ...shared }: OfRunProps) {
  return <GraphLens look={useStore(run.look)} {...shared} />;
}

const select = (selected: string) => view({ selected });
