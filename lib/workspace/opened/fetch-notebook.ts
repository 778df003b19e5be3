import { RunnelError } from "../../base";
import { foreignLimits } from "../../notebook";
import { fetchOutside, type FrameHost } from "../../runtime";
import type { FileUrl } from "../workspace";
import type { FileAddress } from "./address";

/** Bytes of a file that has more in it than a notebook: outputs, or data. */
const mostOfMore = 64_000_000;

/** Milliseconds that a host has. */
const patience = 30_000;

interface FetchPorts {
  readonly fileUrl: FileUrl;
  readonly frameHost: () => FrameHost;
}

/** Fetches the file of a notebook, once its person said that they want it from that host. Throws `link/fetch` where that gives none. */
export async function fetchNotebook(address: FileAddress, { fileUrl, frameHost }: FetchPorts): Promise<File> {
  const { url, origin, host, name } = address;
  const script = await fetch(fileUrl("sandbox/fetch.js")).catch(() => undefined);
  if (!script?.ok)
    throw new RunnelError(
      "app/incomplete",
      "A part of the app could not be loaded. Check your connection and try again.",
    );
  const guest = await script.text();
  const mostBytes = /\.(ipynb|zip)$/i.test(name) ? mostOfMore : foreignLimits.bytes;
  const answer = await fetchOutside({ host: frameHost(), guest, url, origin, mostBytes, patience });
  switch (answer.kind) {
    case "bytes":
      return new File([answer.bytes], name);
    case "status":
      throw new RunnelError(
        "link/fetch",
        `${host} has no such file for everybody: it answered ${answer.status}. Check the address.`,
      );
    case "too-large":
      throw new RunnelError(
        "link/fetch",
        `The file at ${host} has more than ${mostBytes.toLocaleString("en")} bytes, which is more than a notebook may have.`,
      );
    case "failed":
      throw new RunnelError(
        "link/fetch",
        `${host} could not be read: it is not there, took too long, or lets no other site read its files. Download the file, and drop it on the home page.`,
      );
  }
}
