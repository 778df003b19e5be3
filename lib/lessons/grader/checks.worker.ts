import { messageOf } from "../../base";
import { nameOf } from "../checks";
import { broken, gradeOne, type CheckFunction } from "../grade";
import type { WorkerOpening, WorkerReply, WorkerRequest } from "./protocol";

/*
 * A worker in which a lesson's checks run: author's code, in an opaque origin without connections. Whoever made it ends it where a
 * check does not.
 */

// As they are before any code of an author runs.
const post = globalThis.postMessage.bind(globalThis) as (reply: WorkerReply) => void;

type Loaded = Readonly<Record<string, CheckFunction>> | Error;

/** The functions of the module; an error, where it cannot be loaded. */
async function load(text: string): Promise<Loaded> {
  // The module takes the authoring API from there, of which checks have no use.
  Object.defineProperty(globalThis, "runnel", { value: {} });
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const module = (await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as { default: Loaded };
    return module.default;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

let loading: Promise<Loaded> | undefined;

addEventListener("message", ({ data }: MessageEvent<WorkerOpening | WorkerRequest>) => {
  if ("module" in data) {
    loading = load(data.module);
    void loading.then(() => post("loaded"));
  } else void loading?.then((checks) => grade(checks, data));
});

function grade(checks: Loaded, { record, count, from }: WorkerRequest): void {
  for (let place = from; place < count; place++) {
    if (checks instanceof Error) post({ place, grade: broken(messageOf(checks)) });
    else post({ place, grade: gradeOne(checks[nameOf(place)], record) });
  }
}
