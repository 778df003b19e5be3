/** A part of Markdown that was read: text, or an element. */
export type ProsePart =
  | string
  | {
      readonly tag: string;
      readonly href?: string;
      readonly start?: number;
      readonly isChecked?: boolean;
      readonly alt?: string;
      readonly parts: readonly ProsePart[];
    };

/** What is shown of a value. */
export type PageOutput =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | null)[])[];
      readonly total: number;
    };

export interface PageDefinition {
  readonly name: string;
  readonly state: { readonly type: string; readonly name: string };
  /** When it had ended, in milliseconds since the epoch. */
  readonly endedAt?: number;
  readonly outputs: readonly PageOutput[];
  readonly error?: string;
}

export interface PageCell {
  /** What kind of cell it is, and its name. */
  readonly label: string;
  readonly text: string;
  /** Of a Markdown cell; absent where it is to be shown as it is written. */
  readonly prose?: readonly ProsePart[];
  readonly isProse: boolean;
  readonly definitions: readonly PageDefinition[];
}

/** A notebook with what is shown of its run. */
export interface PageInput {
  readonly title: string;
  readonly cells: readonly PageCell[];
  /** The run as a graph: an SVG. */
  readonly graph?: string;
}
