import { useEffect, useState } from "react";
import { Button } from "../../_design/button";
import { focusPart, listenToKeys } from "./page-keys";
import ShortcutSheet from "./shortcut-sheet";

const skips = [
  { to: "main", label: "Skip to the cells" },
  { to: "#run", label: "Skip to the run" },
] as const;

/** The keys of a notebook's page, and, before all else of it, ways past its bar. */
export default function Shortcuts() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => listenToKeys(() => setOpen(true)), []);
  return (
    <>
      <nav aria-label="Skip" className="fixed top-1 left-1 z-alert not-focus-within:sr-only">
        {skips.map(({ to, label }) => (
          <Button
            key={to}
            className="not-focus:sr-only"
            onClick={() => focusPart(document.querySelector<HTMLElement>(to))}
          >
            {label}
          </Button>
        ))}
      </nav>
      {isOpen && <ShortcutSheet onClose={() => setOpen(false)} />}
    </>
  );
}
