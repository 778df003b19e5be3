import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../app/globals.css"), "utf8");

type Colours = Readonly<Record<string, number>>;

/** The colours that a rule sets, by role, as relative luminance: what WCAG's contrast is made from. */
function coloursOf(selector: string, from = 0): Colours {
  const start = css.indexOf(`${selector} {`, from);
  const rule = css.slice(start, css.indexOf("}", start));
  const found = rule.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  const colours: Record<string, number> = {};
  for (const [, role = "", l, c, h] of found) colours[role] = luminance(Number(l), Number(c), Number(h));
  return colours;
}

function luminance(lightness: number, chroma: number, hue: number): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const [r, g, bl] = [red, green, blue].map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
}

const more = css.indexOf("@media (prefers-contrast: more)");
const light = coloursOf(":root");
const dark = coloursOf('[data-theme="dark"]');
const themes: readonly (readonly [string, Colours, number])[] = [
  ["light", light, 4.5],
  ["dark", dark, 4.5],
  ["light, with more contrast", { ...light, ...coloursOf(":root", more) }, 7],
  ["dark, with more contrast", { ...dark, ...coloursOf('[data-theme="dark"]', more) }, 7],
];

const surfaces = ["canvas", "surface", "raised", "sunken", "accent-soft", "danger-soft", "warn-soft"];
const texts = ["ink", "muted", "faint", "accent", "danger", "warn"];
/** What fields and their edges stand on. */
const grounds = ["canvas", "surface", "raised"];

/** The pairs of a theme that have less contrast than that. */
function tooWeak(
  colours: Colours,
  over: readonly string[],
  under: readonly string[],
  least: number,
): string[] {
  return over.flatMap((one) =>
    under.flatMap((other) => {
      const [high, low] = [colours[one]!, colours[other]!].sort((x, y) => y - x);
      const ratio = (high! + 0.05) / (low! + 0.05);
      return ratio >= least ? [] : [`${one} on ${other}: ${ratio.toFixed(2)}`];
    }),
  );
}

describe.each(themes)("colours: %s", (_, colours, least) => {
  test("text can be read on every surface", () => {
    expect(tooWeak(colours, texts, surfaces, least)).toEqual([]);
    expect(tooWeak(colours, ["on-accent"], ["accent", "accent-strong"], least)).toEqual([]);
  });

  test("states and code can be read", () => {
    const states = Object.keys(colours).filter((role) => role.startsWith("state-"));
    const code = Object.keys(colours).filter((role) => role.startsWith("syntax-"));
    expect(states.length).toBeGreaterThan(0);
    expect(tooWeak(colours, states, surfaces, 4.5)).toEqual([]);
    expect(tooWeak(colours, code, grounds, 4.5)).toEqual([]);
  });

  test("the edge of a field can be seen", () => {
    expect(tooWeak(colours, ["field"], grounds, 3)).toEqual([]);
  });
});
