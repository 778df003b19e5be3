import { useEffect, useState } from "react";
import { examples, type Shelf, type ShelvedNotebook } from "@/lib/workspace";
import { Button } from "../_design/button";
import { addressOf } from "../_shell/route";
import { HomeSection } from "./home-section";

interface ExamplesProps {
  readonly shelf: Shelf | undefined;
  /** Undefined while they are read. */
  readonly notebooks: readonly ShelvedNotebook[] | undefined;
  /** Opens an example as it comes with the app. */
  readonly onAnew: (slug: string) => void;
}

/** The examples, each of which leads to the person's copy of it; where that was changed, to the original, too. */
export default function Examples({ shelf, notebooks, onAnew }: ExamplesProps) {
  const [changed, setChanged] = useState<ReadonlySet<string>>();
  useEffect(() => {
    let isGone = false;
    shelf?.changedExamples().then(
      (slugs) => !isGone && setChanged(slugs),
      // They open as they are.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
    // Again where the notebooks are others.
  }, [shelf, notebooks]);
  return (
    <HomeSection title="Examples">
      <ul className="grid gap-3 sm:grid-cols-2">
        {examples.map(({ slug, title, summary }) => (
          <li
            key={slug}
            className="flex flex-col rounded-lg border border-line bg-surface transition-[color,background-color,border-color] has-[a:hover]:border-accent"
          >
            <a href={addressOf({ page: "example", slug })} className="block flex-1 rounded-lg px-4 py-3">
              <span className="font-medium">{title}</span>
              <span className="mt-1 block text-sm text-muted">{summary}</span>
            </a>
            {changed?.has(slug) && (
              <p className="flex flex-wrap items-center justify-between gap-2 px-4 pb-2 text-xs text-muted">
                This opens your copy, which you have changed.
                <Button
                  size="small"
                  aria-label={`Open the original of ${title}`}
                  onClick={() => onAnew(slug)}
                >
                  Open the original
                </Button>
              </p>
            )}
          </li>
        ))}
      </ul>
    </HomeSection>
  );
}
