import type { ReactNode } from "react";
import type { RunLook } from "@/lib/fold";
import type { TaskRunId } from "@/lib/workspace";
import { view } from "../viewed";

/** Facts by their names. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="mt-1.5 grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs leading-5">
      {children}
    </dl>
  );
}

/** One of them. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

export const linkLook =
  "max-w-full truncate rounded-sm align-bottom underline decoration-line-strong underline-offset-2 hover:text-accent";

interface TaskLinksProps {
  readonly look: RunLook;
  readonly ids: readonly TaskRunId[];
}

/** Task runs named one by one: more are counted. */
const mostNamed = 5;

/** Task runs by their names: each is selected by a click. */
export function TaskLinks({ look, ids }: TaskLinksProps) {
  return (
    <>
      {ids.slice(0, mostNamed).map((id, index) => {
        const task = look.task(id);
        return (
          <span key={index}>
            {index > 0 && ", "}
            {task ? (
              <button type="button" className={linkLook} onClick={() => view({ selected: id })}>
                {task.run.name}
              </button>
            ) : (
              "a task run that the log does not have"
            )}
          </span>
        );
      })}
      {ids.length > mostNamed && ` and ${ids.length - mostNamed} more`}
    </>
  );
}
