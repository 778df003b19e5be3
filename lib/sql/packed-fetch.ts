/** How the name of a file ends that `gzip` packed, and that is sent as it is: no host takes it for one to unpack on the way. */
const ending = ".packed";

const load = globalThis.fetch;

/**
 * Has `fetch` unpack such files as they come: some hosts take no file above 25 MiB, and many pack none. What was cut off or changed on
 * its way fails, as gzip ends with its bytes' length and checksum.
 */
globalThis.fetch = async (input, init) => {
  const response = await load(input, init);
  const { pathname } = new URL(response.url);
  if (!pathname.endsWith(ending) || !response.ok || !response.body) return response;
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")), {
    headers: { "Content-Type": "application/wasm" },
  });
};
