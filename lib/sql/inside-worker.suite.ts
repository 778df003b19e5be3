import { HostedWorkers } from "../workers";
import { newRig, queryOf } from "./engine.suite";

/** A worker that does what a notebook does, all in itself. */
async function work(port: MessagePort): Promise<unknown> {
  const hosted = new HostedWorkers(port);
  const { engine } = newRig({ startWorker: (script, own, gone) => hosted.start(script, [own], gone) });
  const table = await engine.query(queryOf("SELECT range AS i FROM range(1000)"));
  const parquet = new Blob([new Uint8Array(await engine.encode(table, "parquet"))]);
  const back = await engine.importFile(parquet, { name: "t", fileName: "t.parquet" });
  const { values } = await engine.rows(back, 998, 5);
  engine.close();
  return values;
}

self.onmessage = ({ ports: [port] }) => {
  if (!port) return;
  work(port).then(
    (values) => self.postMessage(values),
    (error: unknown) => self.postMessage(String(error)),
  );
};
