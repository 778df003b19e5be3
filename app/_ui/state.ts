import {
  Ban,
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  Clock4,
  Hourglass,
  LoaderCircle,
  RotateCcw,
  TimerOff,
  Undo2,
  Zap,
  type LucideIcon,
} from "lucide-react";
import type { StateView } from "@/lib/workspace";

/** How a state looks: a colour and an icon, and never the colour alone. */
export interface StateLook {
  readonly icon: LucideIcon;
  /** A class that colours text and icons. */
  readonly text: string;
  /** A class that colours a surface. */
  readonly fill: string;
  readonly isMoving?: boolean;
}

const byType: Record<StateView["type"], StateLook> = {
  SCHEDULED: { icon: CalendarClock, text: "text-state-scheduled", fill: "bg-state-scheduled" },
  PENDING: { icon: CircleDashed, text: "text-state-pending", fill: "bg-state-pending" },
  RUNNING: { icon: LoaderCircle, text: "text-state-running", fill: "bg-state-running", isMoving: true },
  COMPLETED: { icon: CircleCheck, text: "text-state-completed", fill: "bg-state-completed" },
  FAILED: { icon: CircleX, text: "text-state-failed", fill: "bg-state-failed" },
  CRASHED: { icon: CircleAlert, text: "text-state-crashed", fill: "bg-state-crashed" },
  CANCELLED: { icon: Ban, text: "text-state-cancelled", fill: "bg-state-cancelled" },
  CANCELLING: { icon: Hourglass, text: "text-state-cancelled", fill: "bg-state-cancelled" },
  PAUSED: { icon: CirclePause, text: "text-state-paused", fill: "bg-state-paused" },
};

/** Names that look different from their type. */
const byName: Record<string, StateLook> = {
  Cached: { icon: Zap, text: "text-state-cached", fill: "bg-state-cached" },
  RolledBack: { icon: Undo2, text: "text-state-cancelled", fill: "bg-state-cancelled" },
  Retrying: { icon: RotateCcw, text: "text-state-running", fill: "bg-state-running" },
  AwaitingRetry: { icon: Clock4, text: "text-state-scheduled", fill: "bg-state-scheduled" },
  TimedOut: { icon: TimerOff, text: "text-state-failed", fill: "bg-state-failed" },
  NotReady: { icon: CircleDot, text: "text-state-pending", fill: "bg-state-pending" },
};

/** How a state looks of which only the name is known: as its type where that is its name, and as any other where an author made it up. */
export function stateLookOf(name: string): StateLook {
  const type = name === "Suspended" ? "PAUSED" : name.toUpperCase();
  const known = Object.hasOwn(byType, type) ? byType[type as StateView["type"]] : byType.SCHEDULED;
  return (Object.hasOwn(byName, name) ? byName[name] : undefined) ?? known;
}

/** How a state looks, by its name where that says more than its type. */
export function stateLook({ type, name }: Pick<StateView, "type" | "name">): StateLook {
  return byName[name] ?? byType[type];
}
