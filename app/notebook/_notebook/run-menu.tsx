"use client";

import { ChevronDown } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "../../_design/button";
import { Menu } from "../../_design/menu";
import { part } from "../../_design/part";
import { useFlows, useRunner } from "./open-notebook";

const ChaosDialog = part(() => import("./chaos-dialog"));

/** No flow is called so. */
const chaos = "with chaos";

/** Other ways to run: another flow, where a notebook has several; and a run in which things go wrong on purpose. */
export function RunMenu() {
  const flows = useFlows();
  const runner = useRunner();
  const [isOpen, setOpen] = useState(false);
  const named = flows.length > 1 ? flows : [];
  return (
    <>
      <Menu
        trigger={
          <Button
            look="primary"
            aria-label="Other ways to run"
            className="rounded-l-none border-l-on-accent/30 px-1.5"
          >
            <ChevronDown className="size-3.5" aria-hidden />
          </Button>
        }
        items={[
          ...named.map((name) => ({ value: name, label: name })),
          { value: chaos, label: "Run with chaos…" },
        ]}
        onChoose={(name) => (name === chaos ? setOpen(true) : void runner.run({ kind: "flow", name }))}
      />
      {isOpen && (
        <Suspense>
          <ChaosDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
