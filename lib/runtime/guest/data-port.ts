import type { DataPort, OnWait } from "../../engine";
import { mostQuestions, type SandboxData, type Services } from "../protocol";
import { connect, transferring, type Remote } from "../remote";
import { dataLost } from "../data-lost";

/** The same, where a query of what runs have told comes after what this one has: `tell` resolves once that is stored. */
export function afterTelling(data: DataPort, tell: () => Promise<void>): DataPort {
  const told = async (text: string) => {
    if (/\brunnel\b/i.test(text)) await tell();
  };
  return {
    ...data,
    telling: (onWait) => afterTelling(data.telling?.(onWait) ?? data, tell),
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
  return { ...asking(data, services), telling: (onWait) => asking(data, services, onWait) };
}

function asking(data: Remote<SandboxData>, { load, download }: Remote<Services>, onWait?: OnWait): DataPort {
  return {
    query: (query, signal) => heard((waits) => data.query(query, signal, waits), onWait),
    readCell: (cell, signal) => heard((waits) => data.readCell(cell, signal, waits), onWait),
    readFile: (name, signal) => heard((waits) => data.readFile(name, signal, waits), onWait),
    readTable: data.readTable,
    fromRows: (rows, name, signal) => heard((waits) => data.fromRows(rows, name, signal, waits), onWait),
    rows: (table, offset, limit, signal) =>
      heard((waits) => data.rows(table, offset, limit, signal, waits), onWait),
    texts: (table, offset, limit, signal) =>
      heard((waits) => data.texts(table, offset, limit, signal, waits), onWait),
    encode: (table, format, signal) => heard((waits) => data.encode(table, format, signal, waits), onWait),
    load,
    download,
  };
}

/** Asks, with a port on which the data worker says when that waits. */
async function heard<T>(
  ask: (waits: MessagePort | undefined) => Promise<T>,
  onWait: OnWait | undefined,
): Promise<T> {
  if (!onWait) return await ask(undefined);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<unknown>) => onWait(data === true);
  try {
    return await ask(transferring(port2, [port2]));
  } finally {
    port1.close();
    onWait(false);
  }
}
