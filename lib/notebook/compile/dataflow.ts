import { sha256 } from "../../base";
import { type Problem, problemAt } from "../problem";
import { type Graph, inOrder, reach, ringThrough } from "./graph";
import type { Names } from "./names";
import type { CellReading } from "./reading";

export interface Dataflow {
  /** Each cell's inputs, in the notebook's order. */
  readonly inputs: Graph<CellReading>;
  /** Every cell after its inputs. */
  readonly order: readonly CellReading[];
  fingerprint(reading: CellReading): string;
  /** Names that clash, and rings. */
  problems(reading: CellReading): Problem[];
  /** For a cell without problems of its own: an input that has one. */
  needs(reading: CellReading, hasProblem: (input: CellReading) => boolean): Problem[];
}

/** Connects cells by the names that they give and use. */
export function connect(readings: readonly CellReading[], names: Names): Dataflow {
  const links = new Map(readings.map((reading) => [reading, linksOf(reading, names)]));
  const inputs: Graph<CellReading> = new Map(
    [...links].map(([reading, to]) => [reading, [...to.keys()].sort((a, b) => a.number - b.number)]),
  );
  const own = new Map(readings.map((reading) => [reading, sha256(reading.meaning)]));
  const linkTo = (reading: CellReading, input: CellReading | undefined) =>
    (input && links.get(reading)?.get(input)) ?? { name: "", offset: 0 };

  return {
    inputs,
    order: inOrder(inputs),
    fingerprint(reading) {
      const upstream = [...reach(inputs, reading)]
        .filter((other) => other !== reading)
        .map((other) => own.get(other));
      return sha256(JSON.stringify([own.get(reading), ...upstream.sort()]));
    },
    problems(reading) {
      const problems = [...reading.outputs].flatMap(([name, offset]) =>
        duplicate(reading, name, offset, names),
      );
      const ring = ringThrough(inputs, reading);
      if (!ring) return problems;
      const message = `These cells need each other: ${ring.map(label).join(" → ")}. Take one reference out.`;
      const others = ring.slice(1, -1).map(({ cell }) => cell.id);
      const { offset } = linkTo(reading, ring[1]);
      return [...problems, problemAt(reading.text, offset, "ring", message, others)];
    },
    needs(reading, hasProblem) {
      const missing = inputs.get(reading)?.filter(hasProblem) ?? [];
      return missing.slice(0, 1).map((input) => {
        const { name, offset } = linkTo(reading, input);
        const message = `"${name}" comes from ${label(input)}, which has a problem. Correct that cell first.`;
        return problemAt(reading.text, offset, "needs-cell", message, [input.cell.id]);
      });
    },
  };
}

interface Link {
  readonly name: string;
  readonly offset: number;
}

/** The cells that one uses, each with the first name of theirs. A table that names itself uses itself. */
function linksOf(reading: CellReading, names: Names): Map<CellReading, Link> {
  const links = new Map<CellReading, Link>();
  for (const { uses } of reading.statements)
    for (const [used, offset] of uses) {
      const name = names.resolve(reading, used);
      if (name === undefined || (!reading.isTable && reading.outputs.has(name))) continue;
      for (const owner of names.ownersOf(name))
        if (!links.has(owner)) links.set(owner, { name: used, offset });
    }
  return links;
}

function duplicate(reading: CellReading, name: string, offset: number, names: Names): Problem[] {
  const others = names.ownersOf(name).filter((other) => other !== reading);
  if (others.length === 0) return [];
  const message = `"${name}" is also defined in ${others.map(label).join(" and ")}. Give one of them another name.`;
  return [
    problemAt(
      reading.text,
      offset,
      "duplicate-name",
      message,
      others.map(({ cell }) => cell.id),
    ),
  ];
}

/** What a cell is called in a message. */
function label({ number, outputs }: CellReading): string {
  const [name] = outputs.keys();
  return name ? `cell ${number} (${name})` : `cell ${number}`;
}
