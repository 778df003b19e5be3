"use client";

import { FastForward, Pause, Play, Square, StepForward, Zap } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  simulationOf,
  usualSimulation,
  usualSpeed,
  type ClockCommand,
  type ClockView,
} from "@/lib/simulation";
import type { RunManner } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { controlLook } from "../../_design/field";
import { IconButton } from "../../_design/icon-button";
import { hourText } from "../../_ui/hour-text";
import { part } from "../../_design/part";
import { FlowSelect, flowTarget } from "./flow-select";
import { useFlows, useIsRunning, useSimulator } from "./open-notebook";

const ChaosDialog = part(() => import("./chaos-dialog"));

const hour = 3_600_000;
const speeds = [
  { value: Infinity, label: "As fast as it can" },
  { value: 1, label: "Real time" },
  ...[10, 60, 3_600, 100_000].map((value) => ({ value, label: `×${value.toLocaleString("en")}` })),
  { value: 0, label: "Event by event" },
];

/** Runs the notebook in simulated time: its settings, and the clock of a run under way. Looks like no other bar. */
export function SimulationStrip({ onClose }: { readonly onClose: () => void }) {
  const simulator = useSimulator();
  const isRunning = useIsRunning();
  const [speed, setSpeed] = useState(usualSpeed);
  const [before, setBefore] = useState(usualSpeed);
  // It outlasts the runs, during which it is not shown.
  const [draft, setDraft] = useState(usualDraft);
  const clock = useClock(simulator, isRunning);
  const tell = (command: ClockCommand) => void simulator.clock(command);
  const change = (value: number) => {
    if (value > 0) setBefore(value);
    setSpeed(value);
    tell({ type: "speed", speed: value });
  };
  const strip = useRef<HTMLElement>(null);
  const isStepping = clock !== undefined;
  useEffect(() => {
    const { current } = strip;
    if (!current || !isStepping) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "ArrowRight" || event.target instanceof HTMLSelectElement) return;
      event.preventDefault();
      void simulator.clock(event.shiftKey ? { type: "forward", ms: hour } : { type: "step" });
    };
    current.addEventListener("keydown", press);
    return () => current.removeEventListener("keydown", press);
  }, [simulator, isStepping]);
  return (
    <section
      ref={strip}
      aria-label="Simulated time"
      className="relative flex flex-wrap items-center gap-2 border-b border-line bg-raised pt-2 pr-3 pb-3.5 pl-7 text-sm sm:pr-4"
    >
      <span className="hatch absolute inset-y-0 left-0 w-4" aria-hidden />
      <span className="hatch absolute inset-x-0 bottom-0 h-1.5" aria-hidden />
      <strong>Simulated</strong>
      <select
        aria-label="Speed"
        className={controlLook}
        value={String(speed)}
        onChange={({ target }) => change(Number(target.value))}
      >
        {speeds.map(({ value, label }) => (
          <option key={label} value={String(value)}>
            {label}
          </option>
        ))}
      </select>
      {clock && (
        <>
          <time className="tabular-nums" dateTime={new Date(clock.now).toISOString()}>
            {hourText(clock.now)}
          </time>
          <IconButton
            icon={speed === 0 ? Play : Pause}
            label={speed === 0 ? "Let time go on" : "Pause time"}
            onClick={() => change(speed === 0 ? before : 0)}
          />
          <Button onClick={() => tell({ type: "step" })}>
            <StepForward className="size-3.5" aria-hidden />
            Next event
          </Button>
          <Button onClick={() => tell({ type: "forward", ms: hour })}>
            <FastForward className="size-3.5" aria-hidden />1 h
          </Button>
          <Button look="danger" onClick={() => simulator.stop()}>
            <Square className="size-3.5 fill-current" aria-hidden />
            Stop
          </Button>
        </>
      )}
      {!isRunning && <Settings {...{ speed, simulator, draft }} onChange={setDraft} />}
      {isRunning && !clock && <span className="text-muted">A run is under way.</span>}
      <Button
        look="quiet"
        className="ml-auto"
        onClick={() => {
          if (clock) simulator.stop();
          onClose();
        }}
      >
        Back to real time
      </Button>
    </section>
  );
}

type Simulator = ReturnType<typeof useSimulator>;

/** What the next run is set to, as it is written. */
interface Draft {
  readonly seed: string;
  readonly from: string;
  readonly mayWrite: boolean;
  readonly flow: string | undefined;
}

const usualDraft: Draft = {
  seed: String(usualSimulation.seed),
  from: new Date(usualSimulation.startsAt).toISOString().slice(0, 16),
  mayWrite: usualSimulation.mayWrite,
  flow: undefined,
};

interface SettingsProps {
  readonly speed: number;
  readonly simulator: Simulator;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Settings({ speed, simulator, draft, onChange }: SettingsProps) {
  const { seed, from, mayWrite, flow } = draft;
  const change = (more: Partial<Draft>) => onChange({ ...draft, ...more });
  const [chaos, setChaos] = useState<RunManner>();
  const [problem, setProblem] = useState("");
  const flows = useFlows();
  const start = (begin: (manner: RunManner) => void) => {
    const number = seed.trim() === "" ? NaN : Number(seed);
    if (!Number.isSafeInteger(number)) {
      setProblem(`A seed is a whole number, such as 7, and not “${seed}”.`);
      return;
    }
    try {
      const given = {
        seed: number,
        startsAt: Date.parse(`${from}Z`),
        mayWrite,
      };
      const simulation = simulationOf(given);
      setProblem("");
      begin({ simulation, speed });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <label className="flex items-center gap-1.5">
        Seed
        <input
          inputMode="numeric"
          className={`${controlLook} w-16`}
          value={seed}
          onChange={({ target }) => change({ seed: target.value })}
        />
      </label>
      <label className="flex items-center gap-1.5">
        From
        <input
          type="datetime-local"
          className={controlLook}
          value={from}
          onChange={({ target }) => change({ from: target.value })}
        />
        <span className="text-muted">UTC</span>
      </label>
      <label className="flex items-center gap-1.5">
        <input
          type="checkbox"
          checked={mayWrite}
          onChange={({ target }) => change({ mayWrite: target.checked })}
        />
        May write tables
      </label>
      <FlowSelect flow={flow} onChoose={(name) => change({ flow: name })} />
      <Button
        look="primary"
        onClick={() => start((manner) => void simulator.run(flowTarget(flow, flows), manner))}
      >
        <Play className="size-3.5 fill-current" aria-hidden />
        Run simulated
      </Button>
      <Button aria-haspopup="dialog" onClick={() => start(setChaos)}>
        <Zap className="size-3.5" aria-hidden />
        With chaos…
      </Button>
      {chaos && <ChaosDialog flow={flow} simulated={chaos} onClose={() => setChaos(undefined)} />}
      {problem !== "" && (
        <span role="alert" className="text-danger">
          {problem}
        </span>
      )}
    </>
  );
}

/** Milliseconds between two looks at the clock. */
const pause = 200;

/** What the clock of the run under way shows; undefined where none is simulated. */
function useClock(simulator: Simulator, isRunning: boolean): ClockView | undefined {
  const [view, setView] = useState<ClockView>();
  useEffect(() => {
    if (!isRunning) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      const seen = await simulator.clock();
      if (isOver) return;
      setView(seen);
      timer = setTimeout(() => void look(), pause);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [simulator, isRunning]);
  return isRunning ? view : undefined;
}
