import type { DataPort } from "../../engine";
import { mostQuestions, type SandboxData, type Services } from "../protocol";
import { connect, type Remote } from "../remote";
import { dataLost } from "../data-lost";

/** The data engine of the authoring API: rows and queries by the data worker, what a person keeps by the page. */
export function dataPort(port: MessagePort, services: Remote<Services>): DataPort {
  const lost = new AbortController();
  void services.dataLost().then(() => lost.abort(dataLost()));
  const data = connect<SandboxData>(port, lost.signal, mostQuestions);
  return {
    query: data.query,
    readCell: data.readCell,
    readFile: data.readFile,
    readTable: data.readTable,
    fromRows: data.fromRows,
    rows: data.rows,
    texts: data.texts,
    encode: data.encode,
    load: services.load,
    download: services.download,
  };
}
