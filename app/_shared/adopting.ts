import { useEffect, useState } from "react";
import type { NotebookId, RunTarget } from "@/lib/workspace";
import type { LinkSession, OpenedNotebook, StandIns } from "@/lib/workspace/opened";
import { go } from "../_shell/navigation";
import { requestRun } from "../_shell/run-request";
import { openedWorkspace } from "../_shell/workspace-provider";
import type { Origin } from "./origin";

interface AdoptingOptions {
  readonly opened: OpenedNotebook;
  readonly linked: LinkSession;
  readonly origin: Origin;
  /** In the place of those that did not come along. */
  readonly standIns: StandIns;
}

export interface Adopting {
  /** Whether it is known what it asks for, or does not become known. */
  readonly isRead: boolean;
  readonly isBusy: boolean;
  /** What could not be kept. */
  readonly problems: readonly string[];
  /** The notebook that was made, where the person is to be told first what of it is missing. */
  readonly made: NotebookId | undefined;
  readonly adopt: (andRun: boolean) => Promise<void>;
}

/** Makes what is opened the person's own, and goes there; where a part of it could not be kept, it says so first. */
export function useAdopting({ opened, linked, origin, standIns }: AdoptingOptions): Adopting {
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [made, setMade] = useState<NotebookId>();
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    void compiled(linked.asks).then(() => setRead(true));
  }, [linked.asks]);
  const adopt = async (andRun: boolean) => {
    setBusy(true);
    try {
      const elsewhere = await (await openedWorkspace()).fromElsewhere();
      const { id, problems: lost } = await elsewhere.adopt(opened, origin, standIns);
      if (andRun && lost.length === 0) requestRun(id, await targetOf(opened, linked));
      if (lost.length === 0) go({ page: "notebook", id });
      setProblems(lost);
      setMade(id);
    } catch (error) {
      setProblems([error instanceof Error ? error.message : String(error)]);
    }
    setBusy(false);
  };
  return { isRead, isBusy, problems, made, adopt };
}

/** What the link is run with: its parameters, for the flow that was recorded, else for the notebook's first. */
async function targetOf({ shared }: OpenedNotebook, { session, asks }: LinkSession): Promise<RunTarget> {
  if (Object.keys(shared.parameters).length === 0) return { kind: "notebook" };
  await compiled(asks);
  const flows = session.shows.flows.get();
  const recorded = session.shows.run.get()?.head.get().flowName;
  const name = flows.find((flow) => flow === recorded) ?? flows[0];
  return name === undefined ? { kind: "notebook" } : { kind: "flow", name, parameters: shared.parameters };
}

/** Milliseconds that a notebook has to be compiled; without it, its flows are not known. */
const patience = 10_000;

/** Resolves once it is known what the notebook has, or is not for too long. */
async function compiled(asks: LinkSession["asks"]): Promise<void> {
  if (asks.get()) return;
  await new Promise<void>((resolve) => {
    const stop = asks.subscribe(() => done());
    const timer = setTimeout(() => done(), patience);
    const done = () => {
      stop();
      clearTimeout(timer);
      resolve();
    };
  });
}
