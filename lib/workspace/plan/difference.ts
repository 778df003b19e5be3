/** A line of a text as it was, as it is, or of both; or lines of both that are left out. */
export type DiffLine =
  | { readonly kind: "both" | "old" | "new"; readonly text: string }
  | { readonly kind: "gap"; readonly count: number };

/** Lines of both texts that are shown around each change. */
const around = 2;

/** Comparisons that are worth it; beyond, what stands between the first and the last change counts as changed. */
const mostCompared = 4_000_000;

/** What became of a text, line by line, with a little of what is around each change. Empty where nothing did. */
export function difference(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  if (before === after) return [];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < Math.min(old.length, now.length) - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++;
  const both = (text: string) => ({ kind: "both", text }) as const;
  return folded([
    ...old.slice(0, start).map(both),
    ...changes(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(both),
  ]);
}

type Line = Exclude<DiffLine, { kind: "gap" }>;

/** The shortest way from one list of lines to the other: a longest common part stays. */
function changes(old: readonly string[], now: readonly string[]): readonly Line[] {
  const gone = (text: string) => ({ kind: "old", text }) as const;
  const come = (text: string) => ({ kind: "new", text }) as const;
  if (old.length * now.length > mostCompared) return [...old.map(gone), ...now.map(come)];
  const width = now.length + 1;
  /** The length of the longest common part of what is left from each pair of places on. */
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    if (was !== undefined && was === is) {
      lines.push({ kind: "both", text: was });
      i++;
      j++;
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(was));
      i++;
    } else if (is !== undefined) {
      lines.push(come(is));
      j++;
    }
  }
  return lines;
}

/** The lines without those of both that are far from any change. */
function folded(lines: readonly Line[]): readonly DiffLine[] {
  const isNear = lines.map((_, place) =>
    lines.slice(Math.max(0, place - around), place + around + 1).some(({ kind }) => kind !== "both"),
  );
  const shown: DiffLine[] = [];
  let left = 0;
  for (const [place, line] of lines.entries()) {
    if (!isNear[place]) left++;
    else {
      if (left > 0) shown.push({ kind: "gap", count: left });
      left = 0;
      shown.push(line);
    }
  }
  return left > 0 ? [...shown, { kind: "gap", count: left }] : shown;
}
