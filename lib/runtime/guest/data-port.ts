import type { DataPort } from "../../engine";
import { mostQuestions, type SandboxData, type Services } from "../protocol";
import { connect, type Remote } from "../remote";
import { dataLost } from "../data-lost";

/** The same, where a query of what runs have told comes after what this one has: `tell` resolves once that is stored. */
export function afterTelling(data: DataPort, tell: () => Promise<void>): DataPort {
  const told = async (text: string) => {
    if (/\brunnel\b/i.test(text)) await tell();
  };
  return {
    ...data,
    async query(query, signal) {
      await told(query.text);
      return await data.query(query, signal);
    },
    async readFile(name, signal) {
      await told(name);
      return await data.readFile(name, signal);
    },
    async readTable(name, signal) {
      await told(name);
      return await data.readTable(name, signal);
    },
  };
}

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
