/** A plan's lines, as a notebook's front matter has them under `chaos`: a text, or a list with a line each. Empty where there is none. */
export function planText(setting: unknown): string {
  if (typeof setting === "string") return setting.trimEnd();
  if (!Array.isArray(setting)) return setting === undefined || setting === null ? "" : lineOf(setting);
  return setting.map(lineOf).join("\n");
}

/** Lines as front matter is to have them; undefined where there are none. */
export function planSetting(text: string): readonly unknown[] | undefined {
  if (text.trim() === "") return undefined;
  return text
    .trimEnd()
    .split(/\r\n?|\n/)
    .map((line) => {
      const [, task, rest] = /^([A-Za-z_$][\w$]*): (\S.*)$/.exec(line) ?? [];
      // What YAML reads as such anyway, unless one quotes it.
      return task === undefined ? line : { [task]: rest };
    });
}

/** `- fetchOrders: fail` is a line whose author thought of no YAML. */
function lineOf(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  return Object.entries(item)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}
