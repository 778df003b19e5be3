"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface Tab {
  readonly value: string;
  readonly title: ReactNode;
  /** What the tab shows; only that of the chosen one is drawn. */
  readonly content: ReactNode;
}

interface TabsProps {
  /** What they are about. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

const look =
  "shrink-0 border-b-2 border-transparent px-2 py-1.5 text-sm text-muted max-[22rem]:px-1.25 whitespace-nowrap hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-ink forced-colors:border-[Canvas] forced-colors:data-active:border-[Highlight]";

/** Several things in one place, of which one is shown. They take the height that is left, and each scrolls in itself. */
export function Tabs({ label, tabs, value: chosen, onChoose }: TabsProps) {
  return (
    <Base.Root
      value={chosen}
      onValueChange={(value: string) => onChoose(value)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Base.List
        className="flex gap-1 overflow-x-auto border-b border-line px-2 max-[22rem]:gap-0"
        aria-label={label}
      >
        {tabs.map(({ value, title }) => (
          <Base.Tab key={value} value={value} className={look}>
            {title}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ value, content }) => (
        <Base.Panel
          key={value}
          value={value}
          className="min-h-0 flex-1 overflow-hidden focus-visible:-outline-offset-2"
        >
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
