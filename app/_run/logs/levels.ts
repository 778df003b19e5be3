import { Bug, CircleX, Info, TriangleAlert, type LucideIcon } from "lucide-react";
import type { LogLevel } from "@/lib/workspace";

interface LevelLook {
  /** What lines of it are called. */
  readonly title: string;
  readonly icon: LucideIcon;
  /** A class that colours. */
  readonly text: string;
}

/** How lines of each level look, the gravest first: by icon, colour and word. */
export const levelLooks: Readonly<Record<LogLevel, LevelLook>> = {
  error: { title: "Errors", icon: CircleX, text: "text-danger" },
  warning: { title: "Warnings", icon: TriangleAlert, text: "text-warn" },
  info: { title: "Info", icon: Info, text: "text-muted" },
  debug: { title: "Debug", icon: Bug, text: "text-faint" },
};

export const levels = Object.keys(levelLooks) as readonly LogLevel[];
