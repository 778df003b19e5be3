import type { StateView } from "@/lib/workspace";
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

/** A state: icon and Prefect's name for it. */
export function StateBadge({ state }: { readonly state: StateView }) {
  return (
    <span className={`inline-flex items-center gap-1 text-sm font-medium ${stateLook(state).text}`}>
      <StateIcon state={state} />
      {state.name}
    </span>
  );
}
