import { newRig, queryOf } from "./engine.suite";

/** A worker that does what a notebook does, all in itself. */
async function work(): Promise<unknown> {
  const { engine } = newRig();
  const table = await engine.query(queryOf("SELECT range AS i FROM range(1000)"));
  const parquet = new Blob([new Uint8Array(await engine.encode(table, "parquet"))]);
  const back = await engine.importFile(parquet, { name: "t", fileName: "t.parquet" });
  const { values } = await engine.rows(back, 998, 5);
  engine.close();
  return values;
}

work().then(
  (values) => self.postMessage(values),
  (error: unknown) => self.postMessage(String(error)),
);
