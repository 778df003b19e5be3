import { Play } from "lucide-react";
import type { CameFrom as Origin, NotebookSession } from "@/lib/workspace";
import { askedThere } from "@/lib/workspace/opened";
import { originRoute } from "../../_shared/origin";
import { wantAddress } from "../../_shared/wanted-address";
import { addressOf } from "../../_shell/route";
import { useStore } from "../../_ui/store";
import { dateText } from "../../_ui/time";
import { useNow } from "../../_ui/use-now";

interface CameFromProps {
  readonly of: Origin;
  readonly session: NotebookSession;
}

/** Where a notebook came from, the way back there, and what it was asked with. */
export default function CameFrom({ of, session }: CameFromProps) {
  const now = useNow(60_000, false);
  const { kind, address, at } = of;
  const host = URL.canParse(address) ? new URL(address).host : "an address";
  return (
    <div className="flex flex-wrap items-center gap-x-2 border-b border-line px-3 py-1 text-xs text-muted sm:px-4">
      <span>
        {kind === "link" ? "From a link" : `From ${host}`}, {dateText(at, now)}:
      </span>
      <a
        href={addressOf(originRoute(of))}
        className="underline underline-offset-2"
        // They said yes to its host when they made it theirs.
        onClick={kind === "address" ? () => wantAddress(address) : undefined}
      >
        {kind === "link" ? "open the original" : "look for a newer version"}
      </a>
      <AskedThere of={of} session={session} />
    </div>
  );
}

/** Runs the flow with what the link's was asked with. */
function AskedThere({ of, session }: CameFromProps) {
  const flows = useStore(session.shows.flows);
  const isRunning = useStore(session.shows.isRunning);
  const parameters = askedThere(of);
  const flow = flows.find((name) => name === of.asked?.flow) ?? flows[0];
  if (!parameters || flow === undefined) return null;
  const text = Object.entries(parameters)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
  return (
    <span className="flex min-w-0 items-center gap-x-2">
      <span className="max-w-96 min-w-0 truncate" title={text.slice(0, 1000)}>
        It ran there with <bdi className="font-mono">{text.slice(0, 300)}</bdi>
      </span>
      <button
        type="button"
        disabled={isRunning}
        className="inline-flex shrink-0 items-center gap-1 underline underline-offset-2 disabled:opacity-50"
        onClick={() => void session.run({ kind: "flow", name: flow, parameters })}
      >
        <Play className="size-3 fill-current" aria-hidden />
        Run with that
      </button>
    </span>
  );
}
