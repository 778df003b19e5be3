import { RunnelError } from "../../base";
import type { Row } from "../rows/shape";
import type { ImportGuess } from "./guess";

/** How deep a list of rows is looked for, and how many are offered. */
const deepest = 3;
const mostOffered = 4;

interface RecordList {
  /** The names that lead to it, with points between. */
  readonly path: string;
  readonly items: readonly unknown[];
}

/** Asks whether one of the lists of objects in an object is what is meant by the file's rows, as where a server wraps them. */
export function recordsGuess(value: unknown): readonly ImportGuess[] {
  const lists = listsIn(value);
  if (lists.length === 0) return [];
  return [
    {
      said: "The file is one object with a list of objects in it, and is read as it stands.",
      is: { records: "" },
      others: lists.slice(0, mostOffered).map(({ path, items }) => ({
        label: `Read the list “${path}” (${items.length.toLocaleString("en")})`,
        settings: { records: path },
      })),
    },
  ];
}

/** The list of rows that a path leads to. Throws where there is none, and says which there are. */
export function recordsAt(value: unknown, path: string, fileName: string): readonly unknown[] {
  const lists = listsIn(value);
  const found = lists.find((list) => list.path === path);
  if (found) return found.items;
  const names = lists.slice(0, mostOffered).map((list) => `\`records=${list.path}\``);
  throw new RunnelError(
    "import/bad-json",
    `“${fileName}” has no list of objects “${path}”. ${names.length > 0 ? `Write ${names.join(" or ")}, or leave \`records\` out.` : "Leave `records` out."}`,
  );
}

function listsIn(value: unknown, path = "", depth = 0): readonly RecordList[] {
  if (Array.isArray(value))
    return path !== "" && value.length > 0 && value.every(isObject) ? [{ path, items: value }] : [];
  if (!isObject(value) || depth === deepest) return [];
  const inside = Object.entries(value);
  return inside.flatMap(([name, one]) => listsIn(one, path === "" ? name : `${path}.${name}`, depth + 1));
}

export function isObject(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
