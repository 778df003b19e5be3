/**
 * The content security policy of the app's pages. Scripts: the app's own files, the inline ones by their hashes, and blobs,
 * by which the app's workers inherit this policy; WebAssembly for DuckDB. Styles may be inline: the editor writes them.
 */
export function pagePolicy(scriptHashes) {
  return [
    "default-src 'self'",
    `script-src 'self' blob: 'wasm-unsafe-eval' ${scriptHashes.join(" ")}`,
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
  ].join("; ");
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
