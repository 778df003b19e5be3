import type { LaunchOptions } from "playwright";

export function installedChromium(): string | undefined;
export function chromium(): LaunchOptions;
export function ensureChromium(): void;
