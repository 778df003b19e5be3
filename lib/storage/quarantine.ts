import * as v from "valibot";
import { RunnelError } from "../base";
import { keyAt, type AnyKey } from "./key";
import { keyPath, type StoreName, type Value } from "./schema";
import { shapes } from "./shapes";

/** A record that was found to be unreadable. It stays where it is until it is removed or written over. */
export interface Problem {
  readonly store: StoreName;
  readonly key: AnyKey | undefined;
  readonly error: RunnelError;
}

/** The one door for what was stored. A record that cannot be read counts as absent, and is reported once. */
export interface Door {
  /** The record that a row is; undefined where there is none, or none that can be believed. */
  admit<S extends StoreName>(store: S, row: unknown): Value<S> | undefined;
  /** Reports a record that the browser itself cannot read. */
  refuse(store: StoreName, key: AnyKey | undefined, reason: string): void;
}

export function makeDoor(onProblem: (problem: Problem) => void): Door {
  const reported = new Set<string>();
  const door: Door = {
    admit<S extends StoreName>(store: S, row: unknown) {
      if (row === undefined) return undefined;
      const shape: v.GenericSchema<unknown, Value<S>> = shapes[store];
      const parsed = v.safeParse(shape, row);
      if (parsed.success) return parsed.output;
      const [issue] = parsed.issues;
      const place = v.getDotPath(issue);
      door.refuse(store, keyAt(row, keyPath(store)), place ? `${place}: ${issue.message}` : issue.message);
      return undefined;
    },

    refuse(store, key, reason) {
      const name = `${store} ${JSON.stringify(key)}`;
      if (reported.has(name)) return;
      reported.add(name);
      const message = `A stored record (${name}) cannot be read and was left out: ${reason}. It is kept as it is: remove it, or write it again.`;
      onProblem({ store, key, error: new RunnelError("storage/corrupt", message) });
    },
  };
  return door;
}
