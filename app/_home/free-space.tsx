"use client";

import { useState } from "react";
import type { Evictable } from "@/lib/workspace";
import { Button } from "../_design/button";
import { Select } from "../_design/select";
import { countText, sizeText } from "../_ui/time";

const day = 24 * 3_600_000;
const ages = [
  { label: "Whenever used", value: 0 },
  { label: "Not used for a day", value: day },
  { label: "Not used for a week", value: 7 * day },
  { label: "Not used for a month", value: 30 * day },
];
const words = {
  results: ["result", "results"],
  tables: ["table’s rows", "tables’ rows"],
  files: ["file that nothing names", "files that nothing names"],
} as const;

interface FreeSpaceProps {
  readonly items: readonly Evictable[];
  readonly isBusy: boolean;
  readonly onFree: (items: readonly Evictable[]) => void;
}

/** Frees what can be made again, once it was said what that is. */
export function FreeSpace({ items, isBusy, onFree }: FreeSpaceProps) {
  const [age, setAge] = useState(0);
  const [now] = useState(() => Date.now());
  const chosen = items.filter(({ usedAt }) => usedAt <= now - age);
  const counts = (Object.keys(words) as Evictable["kind"][]).flatMap((kind) => {
    const own = chosen.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    const [one, many] = words[kind];
    return [`${countText(own.length)} ${own.length === 1 ? one : many} (${sizeText(total(own))})`];
  });
  return (
    <section aria-label="Free space" className="mt-4 rounded-lg border border-line p-3">
      <Select label="Results and table rows" value={age} choices={ages} onChoose={setAge} />
      <p className="mt-1 text-muted">
        {counts.length > 0 ? `These would go: ${counts.join(", ")}.` : "Nothing of this age can go."} Results
        and rows are made again when they are needed. Notebooks, runs, and what pinned runs left stay.
      </p>
      <Button
        look="danger"
        className="mt-2"
        disabled={isBusy || chosen.length === 0}
        onClick={() => onFree(chosen)}
      >
        Free {sizeText(total(chosen))}
      </Button>
    </section>
  );
}

/** How many bytes those take. */
export function total(items: readonly Evictable[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}
