"use client";

import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { Catalogue, CatalogueTable } from "@/lib/workspace";
import { Ago } from "../_ui/ago";
import { AlertDialog } from "../_design/dialog";
import { EmptyState } from "../_design/empty-state";
import { IconButton } from "../_design/icon-button";
import { List, ListRow } from "../_design/list";
import { HomeSection } from "./home-section";
import { manyText, sizeText } from "../_ui/time";
import { part } from "../_design/part";

const TableDialog = part(async () => ({ default: (await import("./table-dialog")).TableDialog }));

interface TableListProps {
  /** Undefined while they are read. */
  readonly tables: readonly CatalogueTable[] | undefined;
  readonly catalogue: Catalogue;
  /** The titles of the other notebooks that name a table. */
  readonly readersOf: (table: CatalogueTable) => readonly string[];
  readonly onRemove: (name: string) => void;
  /** Makes a notebook that reads a table. */
  readonly onUse: (name: string) => void;
}

/** The tables that notebooks keep for each other, by name. */
export function TableList({ tables, catalogue, readersOf, onRemove, onUse }: TableListProps) {
  const [doomed, setDoomed] = useState<CatalogueTable>();
  const heading = useRef<HTMLHeadingElement>(null);
  const [shown, setShown] = useState<CatalogueTable>();
  return (
    <HomeSection title="Tables for all notebooks" heading={heading}>
      {tables?.length === 0 && (
        <EmptyState>
          None yet. In a flow or task,{" "}
          <code className="font-mono text-ink">await load(table, "warehouse.daily")</code> keeps a table, and
          any notebook reads it with <code className="font-mono text-ink">FROM warehouse.daily</code>.
        </EmptyState>
      )}
      <List>
        {tables?.map((table) => (
          <ListRow
            key={table.name}
            onOpen={() => setShown(table)}
            meta={<Ago at={table.updatedAt} />}
            actions={
              <IconButton icon={Trash2} label={`Delete ${table.name}`} onClick={() => setDoomed(table)} />
            }
          >
            <span className="max-w-full truncate font-mono text-sm font-medium">{table.name}</span>
            <span className="text-xs text-muted tabular-nums">{extentText(table)}</span>
          </ListRow>
        ))}
      </List>
      {shown && (
        <TableDialog
          table={shown}
          catalogue={catalogue}
          onUse={() => onUse(shown.name)}
          onClose={() => setShown(undefined)}
        />
      )}
      {doomed && (
        <AlertDialog
          title="Delete the table?"
          cancel="Keep it"
          action="Delete"
          focusAfter={heading}
          onAction={() => onRemove(doomed.name)}
          onClose={() => setDoomed(undefined)}
        >
          {readersText(readersOf(doomed))} This cannot be undone.
        </AlertDialog>
      )}
    </HomeSection>
  );
}

/** Notebooks that are named before the rest is counted. */
const fewReaders = 3;

function readersText(titles: readonly string[]): string {
  if (titles.length === 0) return "No other notebook names it.";
  const named = titles.slice(0, fewReaders).map((title) => `“${title}”`);
  const left = titles.length - named.length;
  const list = new Intl.ListFormat("en").format([...named, ...(left > 0 ? [`${left} more`] : [])]);
  return `${list} ${titles.length === 1 ? "names" : "name"} it: what reads it there fails until it is loaded again.`;
}

/** How much there is of a table, and whose it is: `1,200 rows × 3 columns · 45.2 KB · Sales`. */
function extentText({ ref: { numRows, schema }, bytes, notebook }: CatalogueTable): string {
  const size = bytes === undefined ? [] : [sizeText(bytes)];
  return [
    `${manyText(numRows, "row")} × ${manyText(schema.length, "column")}`,
    ...size,
    ...(notebook ? [notebook.title || "Untitled"] : []),
  ].join(" · ");
}
