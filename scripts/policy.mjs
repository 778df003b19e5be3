/**
 * The content security policy of the app's pages. Scripts: the app's own files, the inline ones by their hashes, and blobs,
 * by which the app's workers inherit this policy; WebAssembly for DuckDB. Connections: the app's own site, and blobs, by which the
 * sandbox's workers show that they live. Styles may be inline: the editor writes them. No text
 * becomes markup or a script's address but by the named policies of Trusted Types. Frames: the sandbox's, from where it is.
 */
export function pagePolicy(scriptHashes, { sandbox } = {}) {
  return [
    "default-src 'self'",
    `script-src 'self' blob: 'wasm-unsafe-eval' ${scriptHashes.join(" ")}`,
    "worker-src 'self' blob:",
    "connect-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    frameRule(sandbox),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default runnel runnel-load runnel-frame",
  ].join("; ");
}

const frameRule = (sandbox) => `frame-src ${sandbox ? new URL(sandbox).origin : "'self'"}`;

/**
 * The script that makes the default policy of Trusted Types, by which code that knows nothing of them is let through: Next's
 * loading of its own scripts, React's way to make a script element, and the Markdown parser's way to read an entity.
 */
export const trustScript = `(()=>{
const chunks = new URL("_next/static/", document.baseURI).href;
globalThis.trustedTypes?.createPolicy("default", {
createHTML: (text) => text === "<script><\\/script>" || /^&#?\\w+;$/.test(text) ? text : null,
createScriptURL: (text) => new URL(text, document.baseURI).href.startsWith(chunks) ? text : null,
});
})()`;

/** A page's text with the setting that names the sandbox's site: an address that ends in a slash, on another site than the app. */
export function withSandboxSite(page, sandbox) {
  return page
    .replaceAll(frameRule(), frameRule(sandbox))
    .replace("<base ", `<meta name="runnel:sandbox" content="${sandbox}"><base `);
}

/** Headers that a host should send with every file. */
export const securityHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/**
 * The same as a file `_headers`, which Netlify and Cloudflare Pages read. The sandbox's document is framed, by the app alone, and what is in
 * `embed/` by anybody. No path has a header of two rules: these hosts join what both say.
 */
export function headersFile() {
  const { "X-Frame-Options": framing, "Cross-Origin-Resource-Policy": resources, ...rest } = securityHeaders;
  const rule = (paths, headers) =>
    paths.map((path) => [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)]);
  return [
    ...rule(["/*"], rest),
    ...rule(["/", "/notebook/*", "/runs/*", "/learn/*"], {
      "X-Frame-Options": framing,
      "Cross-Origin-Resource-Policy": resources,
      "Content-Security-Policy": "frame-ancestors 'none'",
    }),
    ...rule(["/embed/*"], {
      "Cross-Origin-Resource-Policy": embedHeaders["Cross-Origin-Resource-Policy"],
    }),
    ...rule(["/_next/static/*"], { "Cache-Control": "public, max-age=31536000, immutable" }),
  ]
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** The same for the page that other sites may frame: it shows what a link holds, runs nothing, and reads and keeps nothing here. */
export const embedHeaders = {
  ...securityHeaders,
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Frame-Options": undefined,
};

/** Headers of the sandbox's document: opaque wherever it is opened, and no connection but where its policy lets it. */
export function sandboxHeaders({ policy, connect, ancestor }) {
  const { "X-Frame-Options": _, ...rest } = securityHeaders;
  const reachable = ["response-origin", ...(connect === "any" ? [] : connect.map((origin) => `"${origin}"`))];
  return {
    ...rest,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": `${policy}; sandbox allow-scripts; frame-ancestors ${ancestor}`,
    ...(connect !== "any" && { "Connection-Allowlist": `(${reachable.join(" ")})` }),
  };
}
