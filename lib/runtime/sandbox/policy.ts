/** Where a notebook's code may connect: to some origins, or to any host. */
export type Connections = readonly string[] | "any";

/**
 * The content security policy of a sandbox document: nothing but the workers that its own script makes, its own blobs, and
 * connections where they are allowed. Workers inherit it. Throws where an origin is not one.
 */
export function sandboxPolicy(connect: Connections, scriptHash?: string): string {
  const own = scriptHash === undefined ? [] : [`'${scriptHash}'`];
  const directives = {
    "default-src": ["'none'"],
    "script-src": [...own, "'wasm-unsafe-eval'", "blob:"],
    "worker-src": ["blob:"],
    "connect-src": sources(connect),
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(" "))
    .join("; ");
}

function sources(connect: Connections): readonly string[] {
  return ["blob:", ...(connect === "any" ? ["https:", "http:", "wss:", "ws:"] : connect.map(checkedOrigin))];
}

/** The origin that an address is of, where a policy can name it: nothing in it can end the directive or stand for other hosts. */
export function connectableOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host } = new URL(address);
  const origin = `${protocol}//${host}`;
  return /^(https?|wss?):\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) ? origin : undefined;
}

function checkedOrigin(text: string): string {
  if (connectableOrigin(text) === text) return text;
  throw new TypeError(`"${text}" is not an origin: write it as https://host or https://host:port.`);
}
