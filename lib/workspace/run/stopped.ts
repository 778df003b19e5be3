import type { State } from "../../engine";
import type { Stopped } from "./page-event";

const texts: Readonly<Record<Stopped, string>> = {
  asked: "Stopped by you.",
  removed: "Stopped: its notebook was deleted.",
  closed: "Stopped: its notebook was closed.",
};

/** Who had a run stopped, in words. */
export function stoppedText(why: Stopped): string {
  return texts[why];
}

/** What a run's state says: of one that was stopped, who had it stopped. */
export function messageIn({ type, message }: State, stopped: Stopped | undefined): string | undefined {
  return stopped !== undefined && (type === "CANCELLED" || type === "CANCELLING") ? texts[stopped] : message;
}
