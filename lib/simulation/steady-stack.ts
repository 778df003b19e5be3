/** Where a stack comes through a notebook's module: by its name, and in Node, which names no text, by its address. */
const place = /(?:notebook\.runnel\.js|data:text\/javascript;base64,[\w+/=]+):(\d+)/;

/**
 * A stack as every browser tells it: what was thrown, and the innermost line of the notebook that it came through. Columns,
 * functions' names and what lies between are told by each in its own way.
 */
export function steadyStack(stack: string, thrown: string): string {
  const line = place.exec(stack)?.[1];
  return line === undefined ? thrown : `${thrown}\n    at notebook.runnel.js:${line}:1`;
}
