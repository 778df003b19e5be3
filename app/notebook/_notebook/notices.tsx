import { CircleAlert, Info, X } from "lucide-react";
import { IconButton } from "../../_design/icon-button";
import { HostQuestion } from "./network";
import { useDismiss, useNetwork, useNotices } from "./open-notebook";

/** What the person must know, until they have read it. */
export function Notices() {
  const notices = useNotices();
  const { asked } = useNetwork();
  const notebook = useDismiss();
  return (
    <div
      aria-live="polite"
      className="fixed inset-x-3 bottom-3 z-40 flex flex-col items-center gap-2 sm:inset-x-auto sm:left-4 sm:items-start"
    >
      {asked.map((origin) => (
        <HostQuestion key={origin} origin={origin} />
      ))}
      {notices.map(({ id, kind, text }) => (
        <div
          key={id}
          role={kind === "error" ? "alert" : "status"}
          className="flex w-full max-w-lg items-start gap-2 rounded-lg border border-line-strong bg-surface py-2 pr-1 pl-3 text-sm shadow-raised"
        >
          {kind === "error" ? (
            <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
          ) : (
            <Info className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
          )}
          <p className="min-w-0 flex-1 break-words whitespace-pre-wrap">{text}</p>
          <IconButton icon={X} label="Dismiss" onClick={() => notebook.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
