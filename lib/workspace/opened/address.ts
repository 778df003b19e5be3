import { RunnelError } from "../../base";
import { connectableOrigin } from "../../runtime";

/** Where the file of a notebook is fetched. */
export interface FileAddress {
  readonly url: string;
  readonly origin: string;
  /** The host's name, as the person is asked for it. */
  readonly host: string;
  /** The file's name. */
  readonly name: string;
}

/**
 * Where the text of a file is that an address names; of a page of GitHub or of a gist, which are about a file, the file's own. Throws
 * `link/address` for what is no address, or none that others cannot read along.
 */
export function fileAddress(text: string): FileAddress {
  const given = URL.canParse(text) ? new URL(text) : undefined;
  if (!given) throw odd("This is not an address: it begins with “https://”.");
  const url = raw(given);
  const isLocal = /^(localhost|127\.0\.0\.1)$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal))
    throw odd(
      "Only addresses that begin with “https://” are opened: on its way from others, the file could be changed.",
    );
  if (url.username !== "" || url.password !== "")
    throw odd("An address with a password in it is not opened.");
  url.hash = "";
  const origin = connectableOrigin(url.href);
  if (origin === undefined) throw odd("The host of this address has a name that cannot be allowed.");
  const last = url.pathname.split("/").findLast((part) => part !== "") ?? "";
  return { url: url.href, origin, host: url.host, name: last || "notebook.md" };
}

function raw(url: URL): URL {
  const parts = url.pathname.split("/").filter((part) => part !== "");
  const [owner = "", repository = "", kind, ...rest] = parts;
  if (url.host === "github.com" && (kind === "blob" || kind === "raw") && rest.length > 1)
    return new URL(`https://raw.githubusercontent.com/${[owner, repository, ...rest].join("/")}`);
  if (url.host === "gist.github.com" && /^[0-9a-f]{20,40}$/.test(repository))
    return new URL(`https://gist.githubusercontent.com/${owner}/${repository}/raw`);
  return new URL(url);
}

function odd(message: string): RunnelError {
  return new RunnelError("link/address", message);
}
