import { CircleAlert, Info } from "lucide-react";
import { Toast, Toasts } from "../../_design/toast";
import { HostQuestion } from "./host-question";
import { useDismiss, useNetwork, useNotices } from "./open-notebook";

/** What the person must know, until they have read it, and be asked, until they have answered. */
export function Notices({ className }: { readonly className: string }) {
  const notices = useNotices();
  const { asked } = useNetwork();
  const notebook = useDismiss();
  return (
    <Toasts className={className}>
      {asked.map((origin) => (
        <HostQuestion key={origin} origin={origin} />
      ))}
      {notices.toReversed().map(({ id, kind, text }) => (
        <Toast
          key={id}
          {...(kind === "error"
            ? ({ tone: "danger", icon: CircleAlert, role: "alert" } as const)
            : ({ tone: "info", icon: Info, role: "status" } as const))}
          onDismiss={() => notebook.dismiss(id)}
        >
          {text}
        </Toast>
      ))}
    </Toasts>
  );
}
