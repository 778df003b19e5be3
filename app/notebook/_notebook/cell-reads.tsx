import { useEffect, useState } from "react";
import type { CellId } from "@/lib/workspace";
import { markCell } from "./go-to";
import { useGoTo, useOwnerOf } from "./open-notebook";

/** Names that are shown before somebody asks for all. */
const fewNames = 3;

/** What a cell reads of others: each name goes to its cell, and marks that while it is pointed at or has the focus. */
export function CellReads({ names }: { readonly names: readonly string[] }) {
  const goTo = useGoTo();
  const ownerOf = useOwnerOf();
  const [isWhole, setWhole] = useState(false);
  const [marked, setMarked] = useState<CellId>();
  useEffect(() => (marked === undefined ? undefined : markCell(marked)), [marked]);
  if (names.length === 0) return null;
  const shown = isWhole ? names : names.slice(0, fewNames);
  const left = names.length - shown.length;
  const look = "min-h-6 min-w-6 rounded-sm hover:text-ink hover:underline";
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-xs text-muted">
      <span aria-hidden>←</span>
      <span className="sr-only">reads</span>
      {shown.map((name, index) => (
        <span key={name} className="inline-flex max-w-28">
          <button
            type="button"
            title={`Go to ${name}`}
            className={`truncate font-mono ${look}`}
            onClick={() => goTo({ definition: name, line: 1, column: 1 })}
            onPointerEnter={() => setMarked(ownerOf(name))}
            onPointerLeave={() => setMarked(undefined)}
            onFocus={() => setMarked(ownerOf(name))}
            onBlur={() => setMarked(undefined)}
          >
            {name}
          </button>
          {index < shown.length - 1 && ","}
        </span>
      ))}
      {left > 0 && (
        <button
          type="button"
          title={names.slice(fewNames).join(", ")}
          aria-label={`${left} more that it reads`}
          className={look}
          onClick={() => setWhole(true)}
        >
          +{left}
        </button>
      )}
    </span>
  );
}
