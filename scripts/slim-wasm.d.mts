/** WebAssembly's bytes without the exports whose names a script does not have in its text. Throws where that is no WebAssembly. */
export function withoutUnusedExports(wasm: Buffer, script: string): Buffer<ArrayBuffer>;
