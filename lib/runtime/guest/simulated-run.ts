import type { FlowRunId } from "../../base";
import type { DataPort, RunEvent, Simulation } from "../../engine";
import { sandbox } from "../../flow";
import { simulate, simulatedId, type Simulated } from "../../simulation";
import { isWorldAddress } from "../../world";
import { storedEvent } from "../event-codec";
import type { RunRequest } from "../protocol";
import type { Outbox } from "./outbox";

/** A simulated run of this worker. */
export interface SimulatedRun extends Pick<Simulated, "clock" | "ports"> {
  /** What it is called here, so that nothing depends on what the page calls it. */
  readonly id: FlowRunId;
  readonly seed: number;
  /** Sends an event on, as the page's run. */
  readonly push: (event: RunEvent) => void;
  /** What the page calls so is called here. */
  readonly innerId: (id: FlowRunId) => FlowRunId;
}

/** Has this worker be simulated, for as long as it lives. */
export function simulatedRun(
  { id, speed }: RunRequest,
  simulation: Simulation,
  { data, outbox }: { readonly data: DataPort; readonly outbox: Outbox },
): SimulatedRun {
  const push = (event: RunEvent) => outbox.relay(storedEvent(event).replaceAll(simulatedId, id));
  const say = (message: string, at: number) =>
    push({ type: "log", at, level: "info", message, flowRunId: simulatedId, taskRunId: null });
  const { clock, ports } = simulate(simulation, {
    data,
    say,
    ...(speed !== undefined && { speed }),
    writes: simulation.mayWrite ? "real" : "beside",
    outside: (fn) => sandbox.withContext(undefined, fn),
    lives: sandbox.lives,
    answers: isWorldAddress,
  });
  const { seed } = simulation;
  return {
    clock,
    ports,
    seed,
    id: simulatedId,
    push,
    innerId: (asked) => (asked === id ? simulatedId : asked),
  };
}
