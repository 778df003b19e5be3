"use client";

import { CloudOff } from "lucide-react";
import { useState } from "react";
import type { Keeper } from "@/lib/workspace";
import { Button } from "../_design/button";
import { saveBackup } from "../_ui/save-backup";

/** Says that nothing is kept, and how to keep it. */
export function KeptNowhere({ keeper }: { readonly keeper: Keeper }) {
  const [problem, setProblem] = useState<string>();
  const save = () =>
    saveBackup(keeper)
      .then(setProblem)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  return (
    <section
      aria-label="Nothing is kept"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-warn-soft px-3 py-2 text-sm sm:px-4"
    >
      <div className="flex flex-1 basis-72 items-center gap-2">
        <CloudOff className="size-4 shrink-0 text-warn" aria-hidden />
        <p role="status">
          <strong className="font-semibold">This browser keeps nothing for this site.</strong> Everything
          works, and is gone when this tab is closed or reloaded. Save it as a file, which Storage on the home
          page restores; or allow the site its data in the browser’s settings, and reload.
        </p>
      </div>
      <Button look="primary" onClick={() => void save()}>
        Save all as a file
      </Button>
      {problem && (
        <p role="alert" className="basis-full text-danger">
          {problem}
        </p>
      )}
    </section>
  );
}
