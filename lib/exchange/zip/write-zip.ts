import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** Content that is packed already gets no smaller. */
const packed = /\.(?:parquet|arrow|feather|gz|zip)$/i;

/** When all files of a zip were changed, as it says: no time of this browser is in it. */
const mtime = new Date(2020, 0, 1);

/** Files as a zip, made a part at a time: no file is in memory as a whole. Names that occur twice get a number. */
export function writeZip(files: readonly File[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | undefined;
  let isWhole = false;
  const zip = new Zip((error, bytes, isLast) => {
    isWhole ||= isLast;
    if (error) failure = error;
    else parts.push(bytes);
  });
  const work = writing(zip, files);
  return new ReadableStream({
    async pull(controller) {
      while (parts.length === 0 && !(await work.next()).done) if (failure) throw failure;
      for (const part of parts.splice(0)) controller.enqueue(part);
      if (isWhole) controller.close();
    },
  });
}

async function* writing(zip: Zip, files: readonly File[]): AsyncGenerator<void> {
  const names = new Set<string>();
  for (const file of files) {
    const entry = packed.test(file.name)
      ? new ZipPassThrough(freeName(file.name, names))
      : new ZipDeflate(freeName(file.name, names), { level: 6 });
    entry.mtime = mtime;
    zip.add(entry);
    const size = 2 ** 18;
    for (let at = 0; at < file.size; at += size) {
      entry.push(new Uint8Array(await file.slice(at, at + size).arrayBuffer()));
      yield;
    }
    entry.push(new Uint8Array(0), true);
    yield;
  }
  zip.end();
}

function freeName(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${stem} (${number})${ending}`;
  taken.add(free);
  return free;
}
