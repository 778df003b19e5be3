"use client";

import { Skull } from "lucide-react";
import { useState } from "react";
import {
  differenceText,
  historyText,
  parseTold,
  verdictText,
  type Failure,
  type Progress as Done,
  type Verdict,
} from "@/lib/crash-check";
import type { RunHead, ShownRun } from "@/lib/workspace";
import { Button } from "../_design/button";
import { Progress } from "../_design/progress";
import { countText } from "../_ui/time";
import { CodeText } from "./chaos-note";
import type { DetailActions } from "./detail/selection";

type Simulation = NonNullable<RunHead["simulation"]>;

interface CrashNoteProps extends Pick<DetailActions, "runAgain" | "keep"> {
  readonly run: ShownRun;
  readonly simulation: Simulation;
  readonly work: NonNullable<Simulation["crash"]>;
}

/** What a simulated run says of crashes: how far a check is and what it has found, or which part of a history this is. */
export default function CrashNote({ run, simulation, work, runAgain, keep }: CrashNoteProps) {
  if (work.kind !== "check") {
    const { kind, after } = work;
    return (
      <div className="mt-1.5 text-xs">
        <p className="text-muted">
          {kind === "killed"
            ? `A crash, run again: this run is to be killed after ${after} events, and the next resumes it.`
            : `A crash, run again: this run resumes the one before, which was killed after ${after} events.`}
        </p>
        {keep && (
          <p className="mt-1.5">
            <Keep onKeep={() => keep("crash", historyText({ seed: simulation.seed, after }))} />
          </p>
        )}
      </div>
    );
  }
  const told = parseTold(run.crashTold);
  const replay = async ({ history: { seed, after } }: Failure) => {
    const again = run.retry;
    if (again.kind !== "again") return;
    for (const kind of ["killed", "resumed"] as const)
      await runAgain?.({ ...again, simulation: { ...simulation, seed, crash: { kind, after } } });
  };
  return (
    <section aria-label="Crash check" className="mt-1.5 max-h-56 overflow-auto text-xs">
      {told?.type === "progress" && <Running {...told.progress} />}
      {!told && !run.head.get().isOver && <p className="text-muted">The flow runs once without a crash…</p>}
      <p role="status">{told?.type === "verdict" && <Found verdict={told.verdict} />}</p>
      {told?.type === "verdict" && told.verdict.type !== "refused" && (
        <Details
          verdict={told.verdict}
          replay={runAgain && ((failure) => void replay(failure))}
          keep={keep && ((failure) => keep("crash", historyText(failure.history)))}
        />
      )}
    </section>
  );
}

function Running({ points, seeds, failing, failure }: Done) {
  const done = points.done + seeds.done;
  return (
    <div className="flex flex-col gap-1">
      <Progress label="Crash check" percent={(100 * done) / Math.max(1, points.of + seeds.of)} />
      <p className="text-muted tabular-nums">
        {countText(points.done)} of {countText(points.of)} crash points, {countText(seeds.done)} of{" "}
        {countText(seeds.of)} seeds
        {failure && `; ${Math.max(1, failing)} failed so far`}
      </p>
    </div>
  );
}

function Found({ verdict }: { readonly verdict: Verdict }) {
  const look = verdict.type === "survives" ? "text-state-completed" : "text-danger";
  return <strong className={`font-medium ${look}`}>{verdictText(verdict)}</strong>;
}

/** Puts a history into the notebook's text. */
function Keep({ onKeep }: { readonly onKeep: () => void }) {
  const [isKept, setKept] = useState(false);
  return (
    <Button
      size="small"
      disabled={isKept}
      onClick={() => {
        onKeep();
        setKept(true);
      }}
    >
      {isKept ? "Kept: a link has it" : "Keep in the notebook"}
    </Button>
  );
}

interface DetailsProps {
  readonly verdict: Exclude<Verdict, { type: "refused" }>;
  /** Undefined while something runs. */
  readonly replay: ((failure: Failure) => void) | undefined;
  /** Undefined where the notebook is not to be edited. */
  readonly keep: ((failure: Failure) => void) | undefined;
}

function Details({ verdict, replay, keep }: DetailsProps) {
  const { failure, unsteady, writes, unjudged } = verdict;
  return (
    <>
      {failure && (
        <>
          <p className="mt-1">
            <CodeText text={failure.cause.text} />
          </p>
          {failure.differences.length > 1 && (
            <ul aria-label="What differs" className="mt-1 list-inside list-disc">
              {failure.differences.map((one, index) => (
                <li key={index}>
                  <CodeText text={differenceText(one)} />
                </li>
              ))}
            </ul>
          )}
          <p className="mt-1 text-muted">
            <CodeText text={failure.cause.mend} />
          </p>
          <div className="mt-1.5 flex flex-wrap gap-1.5">
            <Button size="small" disabled={!replay} onClick={() => replay?.(failure)}>
              <Skull className="size-3" aria-hidden />
              Replay the crash
            </Button>
            {keep && <Keep onKeep={() => keep(failure)} />}
          </div>
        </>
      )}
      {!failure && !writes && (
        <p className="mt-1 text-muted">
          The flow loads no table, offers no file and asks nobody: there is nothing that a crash could spoil.
        </p>
      )}
      {unjudged > 0 && (
        <p className="mt-1 text-muted">
          {unjudged} histories say nothing: the flow fails there without a crash, too.
        </p>
      )}
      {unsteady.length > 0 && (
        <p className="mt-1 text-muted">Not compared, as it is another in each run: {unsteady.join("; ")}.</p>
      )}
    </>
  );
}
