import type { Plugin } from "vitest/config";

export function contextKeeping(): Plugin;
