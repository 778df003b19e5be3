import { memo } from "react";
import { failedText, type StateView } from "@/lib/workspace";
import { stateLook } from "./state";

interface StateIconProps {
  readonly state: Pick<StateView, "type" | "name">;
  readonly className?: string;
}

/** A state's icon, in its colour. */
export function StateIcon({ state: { type, name }, ...rest }: StateIconProps) {
  return <IconOf {...{ type, name }} {...rest} />;
}

/** The same of a state's parts: drawn once for each, however often what is around it is. */
const IconOf = memo(function IconOf({
  type,
  name,
  className = "size-3.5",
}: StateIconProps["state"] & Pick<StateIconProps, "className">) {
  const { icon: Icon, text, isMoving } = stateLook({ type, name });
  return <Icon className={`${className} shrink-0 ${text} ${isMoving ? "animate-spin" : ""}`} aria-hidden />;
});

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
