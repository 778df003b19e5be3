/**
 * The content security policy of a sandbox document: nothing but the workers that its own script makes, and connections to
 * the given origins. Workers inherit it. Throws where an origin is not one.
 */
export function sandboxPolicy(connect: readonly string[], scriptHash?: string): string {
  const own = scriptHash === undefined ? [] : [`'${scriptHash}'`];
  const directives = {
    "default-src": ["'none'"],
    "script-src": [...own, "'wasm-unsafe-eval'", "blob:"],
    "worker-src": ["blob:"],
    "connect-src": connect.length === 0 ? ["'none'"] : connect.map(checkedOrigin),
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(" "))
    .join("; ");
}

/** An origin as a source of a policy: nothing in it can end the directive. */
function checkedOrigin(text: string): string {
  if (/^(https?|wss?):\/\/[^/]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text)
    return text;
  throw new TypeError(`"${text}" is not an origin: write it as https://host or https://host:port.`);
}
