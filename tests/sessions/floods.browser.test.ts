import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tab, type OpenNotebook } from "./open-session";
import type { RunAsShown } from "./shown";

let notebook: OpenNotebook;
beforeAll(async () => {
  notebook = await (await Tab.open()).openForeign("```ts\n```\n\nStill here\n");
});
afterAll(async () => await notebook.close());

/** A flow that takes its worker's ports, and sends messages without end on the one where such are served. */
const onPort = (served: "storage" | "fromRows", message: string) => `const main = flow(async () => {
  const ports = new Map<string, any>();
  const send = MessagePort.prototype.postMessage;
  (MessagePort.prototype as any).postMessage = function (this: any, ...args: any[]) {
    ports.set(args[0]?.path?.[0], this);
    return (send as any).apply(this, args);
  };
  await Variable.set("x", 1, { overwrite: true });
  await fromRows([{ a: 1 }]);
  const call = (path: string[], ...values: any[]) => ({ id: Math.random() + "", type: "APPLY", path, argumentList: values.map((value) => ({ type: "RAW", value })) });
  const line = (n: number) => JSON.stringify({ type: "log", at: 1, level: "info", message: "m" + n, flowRunId: null, taskRunId: null });
  const message = (n: number): any => ${message};
  getRunLogger().info("the flood begins");
  await Variable.get("x");
  for (let n = 0;; n++) send.call(ports.get("${served}"), message(n));
});`;

/** A flow that says and asks without end, by what an author has. */
const byRights = (body: string) => `const main = flow(async () => {
  await pauseFlowRun({ timeout: 60 });
  for (let n = 0;; n++) { ${body} }
});`;
const inTurns = 'if (n % 1e3 === 0) await Variable.get("x");';

const floods = {
  junk: onPort("storage", `"junk"`),
  "what is nearly a call": onPort(
    "storage",
    `({ type: "APPLY", path: ["events", "constructor"], argumentList: [] })`,
  ),
  "words of letting go": onPort("storage", `({ id: "", type: "RELEASE" })`),
  "questions to the storage": onPort("storage", `call(["storage", "read"], "k" + n)`),
  writes: onPort("storage", `call(["storage", "write"], "k" + n, n)`),
  "log lines": onPort("storage", `call(["events"], [line(n)], false)`),
  "large log lines": onPort("storage", `call(["events"], [line(n).padEnd(1e7)], false)`),
  "batches of log lines": onPort("storage", `call(["events"], Array(1e4).fill(line(n)), false)`),
  "names of secrets": onPort("storage", `call(["secrets", "read"], "s" + n)`),
  "questions for ports": onPort("storage", `call(["ports"])`),
  "questions for the end": onPort("storage", `call(["dataLost"])`),
  "tables to be kept": onPort("storage", `call(["load"], {}, "a.b", "replace")`),
  "junk to the data worker": onPort("fromRows", `"junk"`),
  "questions to the data worker": onPort("fromRows", `call(["rows"], {}, 0, 1)`),
  rows: onPort("fromRows", `call(["fromRows"], [{ a: n }], "x")`),
  "log lines, by rights, in one loop": byRights(`getRunLogger().info("m" + n);`),
  "log lines, by rights, in turns": byRights(`getRunLogger().info("m" + n); ${inTurns}`),
  "artifacts, by rights": byRights(
    `void createMarkdownArtifact({ key: "a", markdown: "m" + n }); ${inTurns}`,
  ),
  "tables, by rights": byRights(`void fromRows([{ a: n }]).catch(() => 0); ${inTurns}`),
};

describe("a flood of messages", () => {
  test.each(Object.entries(floods))(
    "28: of %s ends its run, or keeps nobody from stopping it",
    async (_, code) => {
      notebook.write(0, code);
      const runs = notebook.history.length;
      const over = notebook.start();
      const isReady = ({ lines, isPaused, isOver }: RunAsShown) =>
        !isOver && (code.includes("pauseFlowRun") ? isPaused : lines.includes("the flood begins"));
      const hasBegun = notebook.until(() => notebook.shown !== undefined && isReady(notebook.shown));
      await Promise.race([over, hasBegun]);
      // A loop that begins with that never says that it heard of it.
      void notebook.resume();
      // The page goes on meanwhile.
      notebook.write(1, `Still here, after ${runs} runs`);
      await notebook.until(() => notebook.isSaved);
      notebook.stop();
      await over;
      expect(notebook.history).toHaveLength(runs + 1);
      expect(notebook.shown?.state).toMatch(/Cancelled|Crashed/);
      expect(notebook.shown?.message).toMatch(/^Stopped by you\.|The run was stopped: |no event of its own/);
    },
  );

  test("28: leaves the notebook as able to run as before", async () => {
    notebook.write(0, "const main = flow(async () => await (await fromRows([{ a: 1 }])).toArray());");
    expect(await notebook.run()).toBe("Completed");
  });
});
