import { hello } from "../../workers";
import { giveLifeSign } from "../guest-worker";
import type { BootMessage } from "../protocol";
import { fetchFile } from "./fetch-file";
import type { FetchRequest } from "./messages";

/** The script of a worker in the sandbox that fetches one file, from where its frame's policy lets it. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Partial<BootMessage> | string | null>) => void) | null;
};

scope.onmessage = ({ data, ports }) => {
  if (data === hello) giveLifeSign();
  const [port] = ports;
  if (data === null || typeof data === "string" || data.type !== "runnel:boot" || !port) return;
  port.onmessage = ({ data: request }: MessageEvent<FetchRequest>) => {
    void fetchFile(request).then((answer) => port.postMessage(answer));
  };
};
