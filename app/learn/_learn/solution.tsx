import { useEffect, useState } from "react";
import type { DiffLine, LessonSession } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { TextDifference } from "../../_ui/text-difference";

/** What the solution changes in the learner's cells, to be read and applied. */
export default function Solution({ session }: { readonly session: LessonSession }) {
  const [cells, setCells] =
    useState<readonly { readonly name: string; readonly lines: readonly DiffLine[] }[]>();
  useEffect(() => session.watchDifference(setCells), [session]);
  if (!cells) return null;
  if (cells.length === 0)
    return <p className="mt-3 text-sm text-muted">Your cells are those of the solution.</p>;
  return (
    <section aria-label="Solution" className="mt-3 space-y-2">
      {cells.map(({ name, lines }) => (
        <TextDifference key={name} name={name} lines={lines} />
      ))}
      <Button look="primary" onClick={() => session.apply()}>
        Apply
      </Button>
    </section>
  );
}
