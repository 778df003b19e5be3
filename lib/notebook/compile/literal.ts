/** A JSON value as a JavaScript expression on one line: the one place where text becomes part of code. */
export function literal(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)
    .replace(/(?<=[{,])"__proto__":/g, '["__proto__"]:');
}
