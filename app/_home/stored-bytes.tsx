"use client";

import type { StorageView } from "@/lib/workspace";
import { Ago } from "../_ui/ago";
import { sizeText } from "../_ui/time";

const kinds = {
  notebooks: "Notebooks",
  runs: "Runs",
  results: "Results",
  tables: "Tables",
  files: "Files",
  secrets: "Secrets",
  settings: "Settings and pins",
} as const;

/** How much room each kind of thing takes, and how much there is. */
export function StoredBytes({ view }: { readonly view: StorageView }) {
  const { bytes, used, quota, oldestRun, filesOnDisk } = view;
  return (
    <>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-y-1">
        {(Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => (
          <div key={kind} className="col-span-2 grid grid-cols-subgrid border-b border-line/60 pb-1">
            <dt>{kinds[kind]}</dt>
            <dd className="text-right text-muted tabular-nums">{sizeText(bytes[kind])}</dd>
          </div>
        ))}
      </dl>
      {used !== undefined && quota !== undefined && (
        <p className="mt-2 text-muted">
          The browser counts {sizeText(used)} and allows about {sizeText(quota)}.
        </p>
      )}
      {filesOnDisk.length > 0 && (
        <p className="mt-1 break-words text-muted">
          Read from your disk, and not copied:{" "}
          {filesOnDisk.map(({ name, size }) => `${name} (${sizeText(size)})`).join(", ")}.
        </p>
      )}
      {oldestRun && (
        <p className="mt-1 text-muted">
          The oldest run is from <Ago at={oldestRun.createdAt} />.
        </p>
      )}
    </>
  );
}
