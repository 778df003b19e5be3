import { afterAll, describe, expect, test } from "vitest";
import { commands } from "vitest/browser";
import { memoryStorage } from "../../../engine";
import { closeSandboxes, openSandbox, startRun } from "../in-sandbox.suite";
import { historyOf, type History } from "./history.suite";
import type { Compiled } from "./in-realm.suite";
import { moduleOf, type Scenario } from "./scenario.suite";
import { scenarios } from "./scenarios.suite";

declare module "vitest/browser" {
  interface BrowserCommands {
    /** Runs a scenario in Node, in the realm of the tests' server. */
    runInNode: (scenario: Compiled) => Promise<History[]>;
  }
}

const opened = openSandbox();
afterAll(closeSandboxes);

describe("scenarios in the sandbox's workers", () => {
  for (const scenario of scenarios)
    test(scenario.title, async () => {
      const histories = await runInSandbox(scenario);
      expect(histories.at(-1)?.end).toBe(scenario.end);
      if (scenario.onlyInWorkers) expect(tasksOf(histories)).toEqual(scenario.onlyInWorkers);
      else {
        const { code, ...rest } = scenario;
        expect(plain(histories)).toEqual(await commands.runInNode({ ...rest, module: moduleOf(code) }));
      }
    });
});

async function runInSandbox({ code, runs = 1, maxWorkers = 2 }: Scenario): Promise<History[]> {
  const sandbox = await opened;
  const storage = memoryStorage();
  const histories: History[] = [];
  for (let run = 0; run < runs; run++) {
    const { done, log } = startRun(sandbox, code, { storage, maxWorkers });
    await done;
    histories.push(historyOf(log));
  }
  return histories;
}

/** As it comes back from Node, too: through JSON. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** `<name> <state> …: <message>` of each task run. */
function tasksOf(histories: readonly History[]): string[] {
  const all = histories.flatMap(({ runs }) => runs) as readonly {
    readonly run: string;
    readonly states: readonly (readonly string[])[];
  }[];
  return all
    .filter(({ run }) => run.startsWith("task "))
    .map(({ run, states }) => {
      const message = states.at(-1)?.[2];
      return `${run.split(" ")[1]} ${states.map(([name]) => name).join(" ")}${message ? `: ${message}` : ""}`;
    });
}
