import type { RunTarget } from "@/lib/workspace";
import { controlLook } from "../../_design/field";
import { useFlows } from "./open-notebook";

interface FlowSelectProps {
  /** Undefined: the first, or all tables where there is none. */
  readonly flow: string | undefined;
  readonly onChoose: (flow: string) => void;
}

/** Which of the notebook's flows a run is of; nothing, where it has no two. */
export function FlowSelect({ flow, onChoose }: FlowSelectProps) {
  const flows = useFlows();
  if (flows.length < 2) return null;
  return (
    <label className="flex items-center gap-1.5">
      Flow
      <select
        className={controlLook}
        value={flow !== undefined && flows.includes(flow) ? flow : flows[0]}
        onChange={({ target }) => onChoose(target.value)}
      >
        {flows.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

/** What is run where that flow is chosen. */
export function flowTarget(flow: string | undefined, flows: readonly string[]): RunTarget {
  // It may be gone since.
  return flow !== undefined && flows.includes(flow) ? { kind: "flow", name: flow } : { kind: "notebook" };
}
