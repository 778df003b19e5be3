import { RunnelError } from "../../base";
import type { StoredEvent } from "../../runtime";
import {
  aboutPart,
  charactersOf,
  linkOf,
  longestLink,
  notebookPart,
  resultsPart,
  runPart,
  samplePart,
  type DataSample,
  type LinkPart,
} from "../../share";
import { keysFound, withoutLine, type KeyFound, type Searched } from "./keys/keys-found";
import type { SecretForms } from "./keys/keys-in";
import { formsOf, type KeptSecret } from "./keys/kept-secrets";
import { madeOn, recordedMoment, textsIn } from "./recorded-run";
import { firstRows, type NamedResult } from "./run-results";

/** What a link is made of: parts by what they are of, columns of a sample that are left out by their places. */
export interface LinkChoice {
  readonly run: boolean;
  readonly moment: boolean;
  /** Rows of each table that the run gave. */
  readonly results: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly samples: readonly { readonly name: string; readonly leftOut: readonly number[] }[];
}

/** A part of a link. A sample has the name of its data cell. */
export interface MadePart {
  readonly kind: LinkPart["kind"];
  readonly name?: string;
  /** Characters of the link that it takes. */
  readonly characters: number;
  /** Characters of the link without it, or without its rows. */
  readonly without: number;
}

export interface MadeLink {
  /** What follows `#`; absent where it is too long. */
  readonly text?: string;
  readonly characters: number;
  readonly parts: readonly MadePart[];
  /** What is too much. */
  readonly problem?: string;
}

/** What the worker does that makes links. */
export interface LinkMakerApi {
  /** Takes the secrets that are kept, first: what holds one, however it is written, is told as what looks like a key. */
  takeSecrets(secrets: readonly KeptSecret[]): void;
  /** Takes the notebook's text. Gives what in it looks like a key. */
  takeNotebook(text: string, searched: readonly Searched[]): readonly KeyFound[];
  /** Takes a run's stored lines, and of how many events the moment that is looked at comes. Gives what in it looks like a key. */
  takeRun(lines: readonly StoredEvent[], position?: number): readonly KeyFound[];
  /** Takes the first rows of the run's tables. Gives what in them looks like a key. */
  takeResults(results: readonly NamedResult[]): readonly KeyFound[];
  /** Takes rows of a data cell, in the place of those before. Gives what in them looks like a key. */
  takeSample(sample: DataSample): readonly KeyFound[];
  make(choice: LinkChoice): MadeLink;
}

/** Makes links of one notebook: what did not change since the last one is not packed again. */
export function linkMaker(): LinkMakerApi {
  let notebook: LinkPart | undefined;
  let secrets: SecretForms = new Map();
  let run:
    | { readonly part: LinkPart; readonly moment?: string; readonly tables: ReadonlyMap<string, string> }
    | undefined;
  let results: readonly NamedResult[] = [];
  const packedResults = new Map<number, LinkPart | undefined>();
  const samples = new Map<string, { readonly sample: DataSample; readonly packed: Map<string, LinkPart> }>();

  /** A sample without the columns that are left out; also without its rows, as where none are chosen. */
  const packedSample = (name: string, leftOut: readonly number[], hasRows = true): LinkPart[] => {
    const known = samples.get(name);
    if (!known) return [];
    const key = `${leftOut.join()}${hasRows ? "" : " alone"}`;
    const { sample, packed } = known;
    const columns = sample.values.map((column, index) =>
      leftOut.includes(index) ? null : hasRows ? column : [],
    );
    const numSampled = hasRows ? sample.numSampled : 0;
    const part = packed.get(key) ?? samplePart({ ...sample, numSampled, values: columns });
    packed.set(key, part);
    return [part];
  };
  /** The first so many rows of the run's tables. */
  const resultsOf = (count: number): LinkPart[] => {
    if (count === 0 || !run) return [];
    if (!packedResults.has(count)) {
      const first = results.map((one) => ({ lineage: one.lineage, ...firstRows(one, count) }));
      packedResults.set(count, resultsPart(first, run.tables));
    }
    const part = packedResults.get(count);
    return part ? [part] : [];
  };
  const found = (...searched: readonly Searched[]) => keysFound(searched, secrets);
  return {
    takeSecrets(kept) {
      secrets = formsOf(kept);
    },
    takeNotebook(text, searched) {
      notebook = undefined;
      notebook = notebookPart(text);
      return found(...searched);
    },
    takeRun(lines, position) {
      const { part, lines: recorded, tables } = runPart(madeOn(lines));
      const moment = position === undefined ? undefined : recordedMoment(lines, recorded, position);
      run = { part, tables, ...(moment !== undefined && { moment }) };
      packedResults.clear();
      return withoutLine(found({ place: "recorded run", text: textsIn(recorded) }));
    },
    takeResults(taken) {
      results = taken;
      packedResults.clear();
      return results.flatMap(({ name, columns, values }) => foundInRows(found, name, columns, values));
    },
    takeSample(sample) {
      samples.set(sample.name, { sample, packed: new Map() });
      return foundInRows(
        found,
        sample.name,
        sample.schema.map(({ name }) => name),
        sample.values,
      );
    },
    make(choice) {
      if (!notebook)
        throw new RunnelError(
          "share/too-large",
          "The notebook is more than a link may hold: save it as a file.",
        );
      const moment = choice.run && choice.moment ? run?.moment : undefined;
      const about = aboutPart({ parameters: choice.parameters, ...(moment !== undefined && { moment }) });
      const parts = [
        notebook,
        ...(about ? [about] : []),
        ...(choice.run && run ? [run.part, ...resultsOf(choice.results)] : []),
        ...choice.samples.flatMap(({ name, leftOut }) => packedSample(name, leftOut)),
      ];
      const characters = charactersOf(parts);
      const made = {
        characters,
        parts: parts.map((part): MadePart => {
          const others = parts.filter((one) => one !== part);
          const { kind, name } = part;
          const sampled = kind === "sample" ? choice.samples.find((one) => one.name === name) : undefined;
          const left = sampled
            ? // Its columns still go along.
              [...others, ...packedSample(sampled.name, sampled.leftOut, false)]
            : // Without the run nothing says what its results are of.
              others.filter((one) => kind !== "run" || one.kind !== "results");
          return {
            ...{ kind, ...(name !== undefined && { name }) },
            ...{ characters: characters - charactersOf(others), without: charactersOf(left) },
          };
        }),
      };
      if (characters > longestLink)
        return {
          ...made,
          problem: "A link has 1,000,000 characters at most: leave something out, or save a file.",
        };
      return { ...made, text: linkOf(parts) };
    },
  };
}

function foundInRows(
  found: (...searched: readonly Searched[]) => readonly KeyFound[],
  table: string,
  columns: readonly string[],
  rows: DataSample["values"],
): readonly KeyFound[] {
  return columns.flatMap((name, index) => {
    const values = rows[index] ?? [];
    const text = values.map((value) => value ?? "").join("\n");
    // A column's name says what its values are.
    const first = values.find((value) => value !== null) ?? "";
    const place = `column ${name} of ${table}`;
    const keys = found({ place, text }, { place, text: `${name}: "${first}"` });
    return withoutLine(keys).slice(0, 1);
  });
}
