import { keysIn, type KeyLike, type SecretForms } from "./keys-in";

/** A text that is handed on, in which keys are looked for, and what it is of. */
export interface Searched {
  /** Of a cell its place, from 0; else what it is called: `parameter day`. */
  readonly place: number | string;
  readonly text: string;
}

/** What looks like a key, and where that is; the line is 0 where there are none. */
export interface KeyFound extends KeyLike, Pick<Searched, "place"> {}

/** What in some texts looks like a key, or is a secret that is kept. */
export function keysFound(searched: readonly Searched[], secrets: SecretForms): readonly KeyFound[] {
  return searched.flatMap(({ place, text }) => keysIn(text, secrets).map((key) => ({ ...key, place })));
}

/** Where keys are in what nobody reads line by line. */
export function withoutLine(keys: readonly KeyFound[]): readonly KeyFound[] {
  const once = new Map(keys.map((key) => [key.what, { ...key, line: 0 }]));
  return [...once.values()];
}
