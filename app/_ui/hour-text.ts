const format = new Intl.DateTimeFormat("en-GB", {
  ...({ weekday: "short", day: "numeric", month: "short", year: "numeric" } as const),
  ...({ hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC" } as const),
});

/** An hour of a simulated clock, which is in UTC: `Mon 2 Mar 2026, 06:00:00`. */
export function hourText(epochMs: number): string {
  return format.format(epochMs).replace(",", "");
}
