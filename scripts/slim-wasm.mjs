/*
 * DuckDB exports each of its 75,000 functions, for extensions that would be linked to it at run time: a fifth of its code is their names,
 * and half of the time that it takes to start is spent on them. Here none is loaded (`lockdown` in `lib/sql/instance.ts`).
 */

const exportSection = 7;

/** WebAssembly's bytes without the exports whose names a script does not have in its text. Throws where that is no WebAssembly. */
export function withoutUnusedExports(wasm, script) {
  if (wasm.readUInt32BE(0) !== 0x0061736d) throw new Error("This is no WebAssembly.");
  const words = new Set(script.match(/[A-Za-z_$][\w$]*/g));
  // Emscripten's own scripts put a line before the names of what is exported.
  const isUsed = (name) => words.has(name) || words.has(`_${name}`);
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const size = numberAt(wasm, at + 1);
    const end = size.end + size.value;
    parts.push(
      wasm[at] === exportSection
        ? section(exportSection, usedExports(wasm.subarray(size.end, end), isUsed))
        : wasm.subarray(at, end),
    );
    at = end;
  }
  return Buffer.concat(parts);
}

/** An export section's content with the exports of some names: each is a name, a byte for its kind, and a number. */
function usedExports(content, isUsed) {
  const used = [];
  const count = numberAt(content, 0);
  let at = count.end;
  for (let index = 0; index < count.value; index++) {
    const length = numberAt(content, at);
    const nameEnd = length.end + length.value;
    const { end } = numberAt(content, nameEnd + 1);
    if (isUsed(content.toString("utf8", length.end, nameEnd))) used.push(content.subarray(at, end));
    at = end;
  }
  return Buffer.concat([bytesOf(used.length), ...used]);
}

function section(id, content) {
  return Buffer.concat([Buffer.of(id), bytesOf(content.length), content]);
}

/** The number that begins there (unsigned LEB128), and where it ends. */
function numberAt(bytes, at) {
  let value = 0;
  for (let end = at, unit = 1; ; unit *= 128) {
    const byte = bytes[end++];
    value += (byte & 127) * unit;
    if (byte < 128) return { value, end };
  }
}

function bytesOf(number) {
  const bytes = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
