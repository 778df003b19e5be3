"use client";

import { useCallback, useEffect, useRef } from "react";
import type { Place } from "@/lib/workspace";
import { useViewedPart, view } from "../viewed";
import type { GraphLensProps } from "./graph-lens";
import { part } from "../../_design/part";

const GraphLens = part(() => import("./graph-lens"));

interface GraphTabProps extends Pick<GraphLensProps, "look" | "definitions"> {
  readonly onGoTo: (place: Place) => void;
  /** Shows more of what was selected. */
  readonly onTap?: (() => void) | undefined;
}

/**
 * The lens of the graph, loaded when it is looked at first. What is selected of a run is so in all lenses; of a notebook that has not
 * run, its cell is gone to.
 */
export function GraphTab({ look, definitions, onGoTo, onTap }: GraphTabProps) {
  const selected = useViewedPart("selected");
  // Before its first task a run is drawn as the notebook would run.
  const drawn = look && look.counts.length > 0 ? look : undefined;
  const goTo = useCallback(
    (definition: string) => {
      const line = definitions.find(({ name }) => name === definition)?.line ?? 1;
      onGoTo({ definition, line, column: 1 });
    },
    [definitions, onGoTo],
  );
  const tap = useRef(onTap);
  useEffect(() => {
    tap.current = onTap;
  }, [onTap]);
  const select = useCallback((id: string) => {
    view({ selected: id });
    tap.current?.();
  }, []);
  return <GraphLens look={drawn} {...{ definitions, selected }} onSelect={drawn ? select : goTo} />;
}
