/*
 * Has DuckDB's code loaded and compiled once in a page: the worker that did so leaves it for those that come after it, of this notebook
 * or another, with all that the browser has made quicker since.
 */

const { runnelEstate: estate } = globalThis as {
  readonly runnelEstate?: { readonly left: unknown; leave(value: unknown): void };
};
const left = estate?.left instanceof WebAssembly.Module ? estate.left : undefined;

if (left) globalThis.fetch = () => Promise.resolve(new Response());

const compile = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (source, imports) => {
  if (left) return { module: left, instance: await WebAssembly.instantiate(left, imports) };
  const made = await compile(source, imports);
  estate?.leave(made.module);
  return made;
};
