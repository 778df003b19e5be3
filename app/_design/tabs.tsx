"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import { memo, type ReactNode } from "react";

interface Tab {
  readonly value: string;
  readonly title: string;
  /** How many of something it has, as text: empty where there are none. */
  readonly count: string;
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

/** Several things in one place, of which one is shown. They take the height that is left, which is enough for some lines at least, and each scrolls in itself. */
export function Tabs({ label, tabs, value: chosen, onChoose }: TabsProps) {
  return (
    <Base.Root
      value={chosen}
      onValueChange={(value: string) => onChoose(value)}
      className="flex min-h-56 flex-[1_0_0] flex-col"
    >
      <Base.List
        className="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2 max-[22rem]:gap-0"
        aria-label={label}
      >
        {tabs.map(({ value, title, count }) => (
          <TabName key={value} {...{ value, title, count }} />
        ))}
      </Base.List>
      {tabs.map(({ value, content }) => (
        <Panel key={value} value={value}>
          {value === chosen && content}
        </Panel>
      ))}
    </Base.Root>
  );
}

/* What stands is not drawn anew with the content, which changes as time goes on. */

const TabName = memo(function TabName({ value, title, count }: Omit<Tab, "content">) {
  return (
    <Base.Tab value={value} className={look}>
      {title}
      {count !== "" && <span className="text-xs text-faint tabular-nums"> {count}</span>}
    </Base.Tab>
  );
});

const Panel = memo(function Panel({
  value,
  children,
}: {
  readonly value: string;
  readonly children: ReactNode;
}) {
  return (
    <Base.Panel value={value} className="min-h-0 flex-1 overflow-hidden focus-visible:-outline-offset-2">
      {children}
    </Base.Panel>
  );
});
