import { Inflate } from "fflate";
import { RunnelError } from "../../base";
import { count, tooLarge, unreadable } from "../problem";
import { crc32 } from "./crc32";

/** What a zip from elsewhere may come to: far more than a notebook with its data, and bounded. */
export const zipLimits = {
  entries: 1_000,
  /** Bytes of one file, and of all, unpacked. */
  file: 2 ** 30,
  all: 2 ** 31,
  /** How much larger than packed a file may be, where it is larger than `ratioFrom`. */
  ratio: 300,
  ratioFrom: 2 ** 22,
  name: 300,
  depth: 16,
};

interface Entry {
  readonly name: string;
  readonly isPacked: boolean;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** Where its own head begins. */
  readonly at: number;
}

/**
 * The files of a zip, under their paths. All that its list says is judged before anything is unpacked, and what is unpacked is
 * held to that. Throws, by the zip's name, for what passes a limit, leads out of its folder, is no whole zip, or has a zip in it.
 */
export async function readZip(zip: File): Promise<readonly File[]> {
  const entries = await listed(zip);
  let all = 0;
  for (const { name, packed, size } of entries) {
    checkName(zip.name, name);
    all += size;
    if (size > zipLimits.file || all > zipLimits.all)
      throw tooLarge(
        zip.name,
        `holds ${count(all)} bytes or more, and ${count(zipLimits.all)} are allowed (${count(zipLimits.file)} a file). Bring its files one by one`,
      );
    if (size > zipLimits.ratioFrom && size > packed * zipLimits.ratio)
      throw tooLarge(
        zip.name,
        `holds “${name}”, which is ${count(Math.round(size / Math.max(1, packed)))} times as large as it is packed. Unpack it yourself, if you know where it comes from`,
      );
  }
  // Entries that lie over each other are another way to make much of little.
  if (entries.reduce((sum, { packed }) => sum + packed, 0) > zip.size)
    throw broken(zip.name, "its files overlap");
  const files: File[] = [];
  for (const entry of entries.filter(isFile)) files.push(await unpacked(zip, entry));
  return files;
}

/** Folders, and what systems put beside files, are none. */
function isFile({ name }: Entry): boolean {
  return (
    !name.endsWith("/") && !/(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name)
  );
}

function checkName(zip: string, name: string): void {
  const steps = name.split("/");
  const leadsOut = steps.includes("..") || /^[/\\]|^[A-Za-z]:|[\\\0]/.test(name);
  if (leadsOut)
    throw unreadable(
      zip,
      `holds a file whose name leads out of it (“${name.slice(0, 80)}”): do not trust it`,
    );
  if (name.length > zipLimits.name || steps.length > zipLimits.depth)
    throw tooLarge(
      zip,
      `holds a name of more than ${count(zipLimits.name)} characters or ${count(zipLimits.depth)} folders`,
    );
}

/** Reads the list at the end of a zip. */
async function listed(zip: File): Promise<readonly Entry[]> {
  const tailAt = Math.max(0, zip.size - 65_557);
  const tail = await viewOf(zip, tailAt, zip.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw broken(zip.name, "its list of files is not there");
  const [number, size, at] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  if (number === 0xffff || at === 0xffff_ffff)
    throw tooLarge(zip.name, "is a zip of more than 4 GB, or of 65,535 files. Bring its files one by one");
  if (number > zipLimits.entries)
    throw tooLarge(zip.name, `holds ${count(number)} files, and ${count(zipLimits.entries)} are allowed`);
  if (at + size > tailAt + end) throw broken(zip.name, "its list of files is cut off");
  const list = await viewOf(zip, at, at + size);
  const entries: Entry[] = [];
  for (let place = 0; entries.length < number;) {
    if (place + 46 > list.byteLength || list.getUint32(place, true) !== 0x02014b50)
      throw broken(zip.name, "its list of files is damaged");
    const [flags, method] = [list.getUint16(place + 8, true), list.getUint16(place + 10, true)];
    const lengths = [28, 30, 32].map((offset) => list.getUint16(place + offset, true));
    const next = place + 46 + lengths.reduce((sum, one) => sum + one, 0);
    if (next > list.byteLength) throw broken(zip.name, "its list of files is damaged");
    const name = new TextDecoder().decode(
      new Uint8Array(list.buffer, list.byteOffset + place + 46, lengths[0]),
    );
    if (flags & 1) throw unreadable(zip.name, "is locked with a password: unpack it, and bring the files");
    if (method !== 0 && method !== 8)
      throw unreadable(
        zip.name,
        `packs “${name.slice(0, 80)}” in a way that is not read here: make the zip anew with deflate`,
      );
    entries.push({
      ...{ name, isPacked: method === 8, crc: list.getUint32(place + 16, true) },
      ...{ packed: list.getUint32(place + 20, true), size: list.getUint32(place + 24, true) },
      at: list.getUint32(place + 42, true),
    });
    place = next;
  }
  return entries;
}

async function unpacked(zip: File, entry: Entry): Promise<File> {
  const { name, at, packed, size, isPacked, crc } = entry;
  const head = await viewOf(zip, at, at + 30);
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50)
    throw broken(zip.name, `“${name}” is not where it should be`);
  const from = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const content = zip.slice(from, from + packed);
  if (content.size !== packed || (!isPacked && packed !== size))
    throw broken(zip.name, `“${name}” is cut off`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let [length, sum] = [0, 0];
  const take = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length > size) throw broken(zip.name, `“${name}” is larger than it says`);
    sum = crc32(bytes, sum);
    if (length === bytes.length && /^PK\x03\x04/.test(new TextDecoder("latin1").decode(bytes.subarray(0, 4))))
      throw unreadable(zip.name, `holds another zip (“${name}”): unpack it, and bring what is in it`);
    if (isPacked) parts.push(bytes.slice());
  };
  const inflate = new Inflate(take);
  try {
    for await (const bytes of chunksOf(content))
      if (isPacked) inflate.push(bytes);
      else take(bytes);
    if (isPacked) inflate.push(new Uint8Array(0), true);
  } catch (cause) {
    if (cause instanceof RunnelError) throw cause;
    throw broken(zip.name, `“${name}” is damaged`, cause);
  }
  if (length !== size || sum !== crc) throw broken(zip.name, `“${name}” is damaged`);
  // What is not packed stays where it is.
  return new File(isPacked ? parts : [content], name);
}

/** Small enough that what one comes to unpacked, a thousand times as much, fits into memory. */
const chunkSize = 65_536;

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += chunkSize)
    yield new Uint8Array(await blob.slice(at, at + chunkSize).arrayBuffer());
}

async function viewOf(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

function broken(zip: string, why: string, cause?: unknown): RunnelError {
  return unreadable(zip, `is no whole zip: ${why}. Download or make it again`, cause);
}
