import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, gzipSync } from "node:zlib";

const packable = new Set([".js", ".css", ".svg", ".json", ".md", ".csv", ".txt", ".wasm"]);

/** Bytes from which on packing well takes longer than it is worth: DuckDB's 27 MB would take a minute and a half to become 1 MB less. */
const large = 2 ** 20;

/** By name in `Accept-Encoding`, the best first: how a packed file's name ends, and what packs. */
const encodings = {
  br: {
    ending: ".br",
    pack: (bytes) =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: bytes.length < large ? 11 : 6,
          [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  },
  gzip: { ending: ".gz", pack: (bytes) => promisify(gzip)(bytes, { level: bytes.length < large ? 9 : 6 }) },
};

/** Puts a packed file beside each file of a folder that gets smaller by it, but for pages: these are finished as they are sent. */
export async function packFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => packable.has(extname(file)) && statSync(file).isFile());
  const packOne = async (file) => {
    const bytes = readFileSync(file);
    for (const { ending, pack } of Object.values(encodings)) {
      const packed = await pack(bytes);
      if (packed.length < bytes.length * 0.9) writeFileSync(`${file}${ending}`, packed);
    }
  };
  await Promise.all(files.map(packOne));
}

/** What to send for a file to somebody who takes these encodings: it or one beside it, and its headers. */
export function packedFor(file, accepted = "") {
  for (const [encoding, { ending }] of Object.entries(encodings))
    if (takes(accepted, encoding) && existsSync(`${file}${ending}`))
      return { path: `${file}${ending}`, headers: { "Content-Encoding": encoding, Vary: "Accept-Encoding" } };
  return { path: file, headers: { Vary: "Accept-Encoding" } };
}

/** A page's text for somebody who takes these encodings, and its headers. */
export function packedText(text, accepted = "") {
  if (!takes(accepted, "gzip")) return { bytes: Buffer.from(text), headers: { Vary: "Accept-Encoding" } };
  return { bytes: gzipSync(text), headers: { "Content-Encoding": "gzip", Vary: "Accept-Encoding" } };
}

function takes(accepted, encoding) {
  return accepted.split(",").some((one) => {
    const [name, ...parameters] = one.split(";").map((part) => part.trim());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
