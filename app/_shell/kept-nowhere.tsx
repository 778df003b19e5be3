"use client";

import { CloudOff } from "lucide-react";
import { useState } from "react";
import type { Keeper } from "@/lib/workspace";
import { Banner } from "../_design/banner";
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
    <Banner
      tone="warn"
      icon={CloudOff}
      role="region"
      label="Nothing is kept"
      actions={
        <Button look="primary" onClick={() => void save()}>
          Save all as a file
        </Button>
      }
    >
      <p role="status">
        <strong>This browser keeps nothing for this site.</strong> Everything works, and is gone when this tab
        is closed or reloaded. Save it as a file, which Storage on the home page restores; or allow the site
        its data in the browser’s settings, and reload.
      </p>
      {problem && (
        <p role="alert" className="mt-1 text-danger">
          {problem}
        </p>
      )}
    </Banner>
  );
}
