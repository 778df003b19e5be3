import { failedText, type StateView } from "@/lib/workspace";
import { stateLook } from "./state";

/** A state's icon, in its colour. */
export function StateIcon({
  state,
  className = "size-3.5",
}: {
  readonly state: StateView;
  readonly className?: string;
}) {
  const { icon: Icon, text, isMoving } = stateLook(state);
  return <Icon className={`${className} shrink-0 ${text} ${isMoving ? "animate-spin" : ""}`} aria-hidden />;
}

interface StateBadgeProps {
  readonly state: StateView;
  /** How many task runs failed of the run whose state it is: a green word is not to hide them. Default: none. */
  readonly failed?: number;
}

/** A state: icon and Prefect's name for it. */
export function StateBadge({ state, failed = 0 }: StateBadgeProps) {
  const hidden = failedText(state.type, failed);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-sm font-medium">
      <span className={`inline-flex items-center gap-1 ${stateLook(state).text}`}>
        <StateIcon state={state} />
        {state.name}
      </span>
      {hidden && <span className="text-state-failed">· {hidden}</span>}
    </span>
  );
}
