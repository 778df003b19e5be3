import type { CameFrom as Origin } from "@/lib/workspace";
import { originRoute } from "../../_shared/origin";
import { addressOf } from "../../_shell/route";
import { dateText } from "../../_ui/time";
import { useNow } from "../../_ui/use-now";

/** Where a notebook came from, and the way back there. */
export default function CameFrom({ of }: { readonly of: Origin }) {
  const now = useNow(60_000, false);
  const { kind, address, at } = of;
  const host = URL.canParse(address) ? new URL(address).host : "an address";
  return (
    <p className="flex flex-wrap items-center gap-x-2 border-b border-line px-3 py-1 text-xs text-muted sm:px-4">
      <span>
        {kind === "link" ? "From a link" : `From ${host}`}, {dateText(at, now)}:
      </span>
      <a href={addressOf(originRoute(of))} className="underline underline-offset-2">
        {kind === "link" ? "open the original" : "look for a newer version"}
      </a>
    </p>
  );
}
