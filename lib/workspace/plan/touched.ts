import type { CellId } from "../../base";
import { foldCase, isCatalogueName, type Cell, type CompiledNotebook, type Touch } from "../../notebook";
import type { DiskState } from "../../storage";
import { isWorldAddress } from "../../world";

/** What a run reaches outside the notebook, as far as the text of what it comes to tells. */
export interface Touched {
  readonly tables: readonly TouchedTable[];
  readonly hosts: readonly TouchedHost[];
  readonly secrets: readonly TouchedSecret[];
  readonly files: readonly TouchedFile[];
  /** Of which of these its code also makes up names as it runs, which nobody knows before. */
  readonly unknown: readonly Touch["kind"][];
}

/** A table of the catalogue: `replace` writes over it, `either` is not said; `taken` and `no-name` fail. */
export interface TouchedTable {
  readonly name: string;
  readonly effect: "new" | "replace" | "append" | "either" | "taken" | "no-name";
  /** Rows that are there now. */
  readonly rows?: number;
  /** The notebook that has it, where that is another. */
  readonly owner?: string;
}

export interface TouchedHost {
  readonly origin: string;
  /** `answered`: by the app itself, without a network. */
  readonly access: "allowed" | "asked" | "denied" | "answered";
}

export interface TouchedSecret {
  readonly name: string;
  readonly access: "granted" | "asked" | "missing";
}

export interface TouchedFile {
  readonly name: string;
  readonly state: "kept" | "sample" | "missing" | DiskState;
}

/** What the browser has of these. */
export interface TouchedPorts {
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    /** The title of another notebook that has it; absent where this one may write it. */
    readonly owner?: string;
  }[];
  readonly hostAccess: (origin: string) => Exclude<TouchedHost["access"], "answered">;
  readonly secretAccess: (name: string) => TouchedSecret["access"];
  /** How a file of that name is; undefined where the name is none of a file. */
  readonly fileState: (name: string) => TouchedFile["state"] | undefined;
}

/** What cells reach outside their notebook, and how that stands. */
export function touchedBy(
  reached: ReadonlySet<CellId>,
  cells: readonly Cell[],
  compiled: CompiledNotebook,
  ports: TouchedPorts,
): Touched {
  const touches = cells.flatMap(({ id }) => (reached.has(id) ? (compiled.cells[id]?.touches ?? []) : []));
  const named = (kind: Touch["kind"]) => [
    ...new Set(touches.flatMap((one) => (one.kind === kind && one.name !== undefined ? [one.name] : []))),
  ];
  const isUnknown = (kind: Touch["kind"]) =>
    touches.some((one) => one.kind === kind && one.name === undefined);
  const dataFiles = cells.flatMap((cell): readonly TouchedFile[] => {
    if (!reached.has(cell.id) || cell.kind !== "data" || cell.source.type === "inline") return [];
    const { type, file: name } = cell.source;
    return [{ name, state: type === "sample" ? "sample" : (ports.fileState(name) ?? "missing") }];
  });
  const dataCells = new Set(cells.flatMap((cell) => (cell.kind === "data" ? [cell.name] : [])));
  const readFiles = named("file").flatMap((name): readonly TouchedFile[] => {
    // What is read by that name may be a data cell, or a table of the catalogue.
    if (dataCells.has(name)) return [];
    const isTable = ports.tables.some((one) => foldCase(one.name) === foldCase(name));
    const state = ports.fileState(name) ?? (isTable ? undefined : "missing");
    return state ? [{ name, state }] : [];
  });
  return {
    tables: named("load").map((name) => tableTouched(name, touches, ports)),
    hosts: named("host").map((origin) => ({
      origin,
      access: isWorldAddress(origin) ? "answered" : ports.hostAccess(origin),
    })),
    secrets: named("secret").map((name) => ({ name, access: ports.secretAccess(name) })),
    files: [...new Map([...dataFiles, ...readFiles].map((one) => [one.name, one])).values()],
    unknown: (["load", "host", "secret", "file"] as const).filter(isUnknown),
  };
}

function tableTouched(name: string, touches: readonly Touch[], { tables }: TouchedPorts): TouchedTable {
  if (!isCatalogueName(name)) return { name, effect: "no-name" };
  const known = tables.find((one) => foldCase(one.name) === foldCase(name));
  if (!known) return { name, effect: "new" };
  if (known.owner !== undefined) return { name, effect: "taken", owner: known.owner };
  const modes = touches.flatMap((one): readonly TouchedTable["effect"][] =>
    one.kind === "load" && one.name === name ? [one.mode ?? "either"] : [],
  );
  const [effect = "either"] = modes;
  return { name, effect: modes.every((mode) => mode === effect) ? effect : "either", rows: known.rows };
}
