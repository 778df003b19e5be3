import { type Field, Type, tableFromIPC } from "@uwdata/flechette";
import { RunnelError } from "../../base";
import { type IpcParts, ipcStream } from "../ipc";

/** Refuses Arrow data of which DuckDB would make other values, or none, without saying of which column. */
export function refuseUnreadable({ schema, batches }: IpcParts, fileName: string): void {
  if (isSqueezed(batches))
    throw new RunnelError(
      "import/bad-file",
      `“${fileName}” is compressed as Arrow did it before its version 1.0, which cannot be read here: save it again with a newer version, or as Parquet.`,
    );
  for (const field of tableFromIPC(ipcStream(schema)).schema.fields) refuseField(field, field.name, fileName);
}

function refuseField({ type }: Field, path: string, fileName: string): void {
  const refuse = (what: string, advice: string) => {
    throw new RunnelError(
      "import/type",
      `“${fileName}” has a column “${path}” of the type ${what}, which cannot be read here: ${advice}.`,
    );
  };
  switch (type.typeId) {
    case Type.Float:
      if (type.precision === 0) refuse("FLOAT16", "save it as FLOAT32, or as Parquet");
      return;
    case Type.Decimal:
      if (type.bitWidth !== 128)
        refuse(
          `DECIMAL in ${type.bitWidth} bits`,
          "save it as a DECIMAL in 128 bits, as text, or as Parquet",
        );
      if (type.scale < 0) refuse("DECIMAL with a scale below zero", "save it with a scale of 0, or as text");
      return;
    case Type.RunEndEncoded:
      refuse("RUN_END_ENCODED", "save it without that encoding, or as Parquet");
      return;
    case Type.Union:
      if (type.mode === 1) refuse("dense UNION", "save it as a sparse one, or its parts as columns");
      return;
    case Type.Struct: {
      const names = type.children.map(({ name }) => name.toLowerCase());
      if (names.length === 0) refuse("STRUCT without fields", "leave it out");
      if (new Set(names).size < names.length) refuse("STRUCT with two fields of one name", "rename one");
      break;
    }
    default:
  }
  if ("children" in type)
    for (const child of type.children) refuseField(child, `${path}.${child.name}`, fileName);
}

/** How the first versions of compression say, in each message, that there is one: readers of today take such values for plain. */
const mark = new TextEncoder().encode("ARROW:experimental_compression");

function isSqueezed(batches: Uint8Array): boolean {
  for (const metadata of metadataOf(batches))
    for (let at = metadata.indexOf(mark[0] ?? 0); at >= 0; at = metadata.indexOf(mark[0] ?? 0, at + 1))
      if (mark.every((byte, index) => metadata[at + index] === byte)) return true;
  return false;
}

/** What stands before the values of each message. Throws where the last one is cut off. */
function* metadataOf(batches: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(batches.buffer, batches.byteOffset, batches.byteLength);
  for (let at = 0; at + 8 <= batches.length;) {
    const start = at + (view.getInt32(at, true) === -1 ? 8 : 4);
    const size = view.getInt32(start - 4, true);
    if (size === 0) return;
    const values = size < 0 || start + size > batches.length ? Number.NaN : valuesAt(view, start);
    at = start + size + values;
    if (!(at <= batches.length))
      throw new RunnelError("sql/bad-arrow", "The Arrow data is not whole: it may have been cut off.");
    yield batches.subarray(start, start + size);
  }
}

/** How many bytes of values follow a message's metadata: the fourth field of its flatbuffer. */
function valuesAt(view: DataView, start: number): number {
  try {
    const root = start + view.getUint32(start, true);
    const table = root - view.getInt32(root, true);
    const offset = view.getUint16(table, true) > 10 ? view.getUint16(table + 10, true) : 0;
    return offset === 0 ? 0 : Number(view.getBigInt64(root + offset, true));
  } catch {
    return Number.NaN;
  }
}
