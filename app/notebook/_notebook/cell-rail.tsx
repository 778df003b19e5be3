"use client";

import { memo } from "react";
import type { RunLook } from "@/lib/fold";
import type { Definition, ShownRun, TaskRunId } from "@/lib/workspace";
import { useLook } from "../../_run/use-look";
import { useViewedPart, view } from "../../_run/viewed";
import { StateIcon } from "../../_ui/state-badge";
import { useCell, useDefinitions, useGoTo, useLookedRun } from "./open-notebook";

interface CellRailProps {
  /** Gives the page back to the notebook. */
  readonly onLeave: () => void;
}

/**
 * The names that the cells define, beside a run that has the whole page: each says how it went, and selects what it was in the
 * run. One that the run does not have leads to its cell.
 */
export default function CellRail({ onLeave }: CellRailProps) {
  const run = useLookedRun();
  return (
    <nav
      aria-label="Cells"
      className="w-40 shrink-0 overflow-y-auto border-r border-line bg-canvas py-2 max-lg:hidden"
    >
      <ol>{run ? <NamesOf run={run} onLeave={onLeave} /> : <Names onLeave={onLeave} />}</ol>
    </nav>
  );
}

function NamesOf({ run, onLeave }: CellRailProps & { readonly run: ShownRun }) {
  return <Names look={useLook(run)} onLeave={onLeave} />;
}

function Names({ look, onLeave }: CellRailProps & { readonly look?: RunLook }) {
  const definitions = useDefinitions();
  const selected = useViewedPart("selected");
  const of = selected !== undefined && (look?.group(selected) ?? look?.task(selected as TaskRunId)?.group);
  return definitions.map((definition) => {
    const group = look?.groupOf(definition.name);
    const [first] = group?.tasks ?? [];
    const id = group && first && (look?.sizeOf(group) === 1 ? first.run.id : group.id);
    return (
      <Name
        key={definition.name}
        {...{ definition, id, onLeave }}
        isSelected={of ? of === group || of.definition === definition.name : false}
      />
    );
  });
}

interface NameProps extends CellRailProps {
  readonly definition: Definition;
  /** What in the run it is: a group, or the one task run of that; undefined: the run does not have it. */
  readonly id: string | undefined;
  readonly isSelected: boolean;
}

const Name = memo(function Name({ definition, id, isSelected, onLeave }: NameProps) {
  const { name, cell, line } = definition;
  const goTo = useGoTo();
  const state = useCell(cell)?.definitions.find((one) => one.name === name)?.state;
  const said = `${id === undefined ? "Go to " : ""}${name}${state ? `: ${state.name}` : ""}`;
  const choose = () => {
    if (id !== undefined) {
      view({ selected: id });
      return;
    }
    onLeave();
    goTo({ definition: name, line, column: 1 });
  };
  return (
    <li>
      <button
        type="button"
        title={said}
        aria-label={said}
        aria-current={isSelected}
        className="flex h-7 w-full items-center gap-1.5 border-l-3 border-transparent px-2 text-left font-mono text-xs hover:bg-raised focus-visible:-outline-offset-2 aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft forced-colors:border-[Canvas] forced-colors:aria-[current=true]:border-[Highlight]"
        onClick={choose}
      >
        {state ? <StateIcon state={state} /> : <span className="w-3.5 shrink-0" aria-hidden />}
        <bdi className={`truncate ${state ? "" : "text-muted"}`}>{name}</bdi>
      </button>
    </li>
  );
});
