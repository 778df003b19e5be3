import type { CameFrom } from "@/lib/workspace";
import type { Route } from "../_shell/route";

/** Where something that is opened came from. */
export type Origin = Pick<CameFrom, "kind" | "address">;

/** The page that shows it as it was there. */
export function originRoute({ kind, address }: Origin): Route {
  return kind === "link" ? { page: "shared", text: address } : { page: "fetched", url: address };
}
