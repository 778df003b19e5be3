"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_design/button";
import { Menu } from "../../_design/menu";
import { part } from "../../_design/part";
import { useFlows, useRunner } from "./open-notebook";

const ChaosDialog = part(() => import("./chaos-dialog"));

const load = () => import("./crash-runs");

/** No flow is called so. */
const chaos = "with chaos";
const crashes = "for crashes";
const crash = "the crash again";

interface RunMenuProps {
  readonly isSimulating: boolean;
  readonly onSimulate: () => void;
  /** The flow that Run runs, where a notebook has several. */
  readonly chosen: string | undefined;
  readonly onChoose: (flow: string) => void;
}

/** Other ways to run: another flow, where a notebook has several; a run in which things go wrong on purpose; and many, each of which is killed. */
export function RunMenu({ isSimulating, onSimulate, chosen, onChoose }: RunMenuProps) {
  const flows = useFlows();
  const runner = useRunner();
  const [isOpen, setOpen] = useState(false);
  const named = flows.length > 1 ? flows : [];
  return (
    <>
      <Menu
        trigger={
          <Button
            look={isSimulating ? "plain" : "primary"}
            aria-label={`Other ways to run${chosen === undefined ? "" : ` than ${chosen}`}`}
            className={`rounded-l-none px-1.5 ${isSimulating ? "border-l-0" : "border-l-on-accent/30"}`}
          >
            {chosen !== undefined && (
              <span className="max-w-28 truncate pl-1 font-mono text-xs @max-[40rem]/bar:sr-only">
                {chosen}
              </span>
            )}
            <ChevronDown className="size-3.5" aria-hidden />
          </Button>
        }
        items={[
          ...named.map((name) => ({ value: name, label: name })),
          { value: chaos, label: "Run with chaos…" },
          { value: crashes, label: "Check for crashes" },
          ...(runner.crash === undefined ? [] : [{ value: crash, label: "Replay the kept crash" }]),
        ]}
        onChoose={(name) => {
          if (name === chaos) setOpen(true);
          else if (name === crashes) void load().then((part) => part.checkForCrashes(runner));
          else if (name === crash) void load().then((part) => part.replayKept(runner));
          else {
            onChoose(name);
            void runner.run({ kind: "flow", name });
          }
        }}
      />
      {isOpen && <ChaosDialog onSimulate={onSimulate} onClose={() => setOpen(false)} />}
    </>
  );
}
