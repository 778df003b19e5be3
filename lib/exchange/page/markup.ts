/** A part of a page that is markup; all other text is escaped where it enters one. */
export class Markup {
  readonly text: string;

  /** Only for what this folder wrote itself. */
  constructor(text: string) {
    this.text = text;
  }
}

type Child = Markup | string | number | undefined;

/** An element. Texts and attributes' values are escaped here, and nowhere else; an attribute that is undefined or false is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
  ...children: readonly (Child | readonly Child[])[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escaped(String(value))}"`));
  const open = `<${name}${written.join("")}>`;
  if (empty.has(name)) return new Markup(open);
  return new Markup(`${open}${children.flat().map(textOf).join("")}</${name}>`);
}

const empty = new Set(["br", "hr", "input", "meta"]);

function textOf(child: Child): string {
  if (child === undefined) return "";
  return child instanceof Markup ? child.text : escaped(String(child));
}

const escapes: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\0": "\uFFFD" },
};

function escaped(text: string): string {
  return text.replace(/[&<>"'\0]/g, (one) => escapes[one] ?? "");
}
