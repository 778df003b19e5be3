import type { DataPort } from "../../engine";
import type { SandboxData, Services } from "../protocol";
import type { Remote } from "../remote";

/** The data engine of the authoring API: rows and queries by the data worker, what a person keeps by the page. */
export function dataPort(data: Remote<SandboxData>, services: Remote<Services>): DataPort {
  return {
    query: data.query,
    readCell: data.readCell,
    readFile: data.readFile,
    fromRows: data.fromRows,
    rows: data.rows,
    encode: data.encode,
    load: services.load,
    download: services.download,
  };
}
