import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { RunnelError } from "../../base";

/** A part of Markdown that was read: text, or an element with the few properties that are drawn. */
export type ProseNode = string | ProseElement;
export interface ProseElement {
  readonly tag: string;
  readonly href?: string;
  readonly id?: string;
  readonly align?: "left" | "center" | "right";
  readonly start?: number;
  readonly isChecked?: boolean;
  readonly alt?: string;
  /** Of a block of code: the language that it names. */
  readonly language?: string;
  /** Whether it is for those alone who hear the page. */
  readonly isHidden?: boolean;
  readonly parts: readonly ProseNode[];
}

/** Parts that are drawn at once, and elements within each other: more would keep the page. */
const most = { parts: 20_000, depth: 100 };

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkRehype, { allowDangerousHtml: true });

/** Reads Markdown; HTML in it stays text. Throws `prose/too-large` for what could not be drawn at once. */
export function parseProse(text: string): readonly ProseNode[] {
  const tree = treeOf(text);
  let parts = 0;
  const partsOf = (node: Node, depth: number): readonly ProseNode[] => {
    if (depth > most.depth) throw tooLarge();
    return (node.children ?? []).flatMap((child): readonly ProseNode[] => {
      if (++parts > most.parts) throw tooLarge();
      if (child.type === "text" || child.type === "raw") return [child.value ?? ""];
      if (child.type !== "element" || !tags.has(child.tagName ?? "")) return partsOf(child, depth + 1);
      return [elementOf(child, partsOf(child, depth + 1))];
    });
  };
  return partsOf(tree, 0);
}

function treeOf(text: string): Node {
  try {
    return processor.runSync(processor.parse(text));
  } catch (error) {
    // Its parsers walk down by calls.
    throw error instanceof RangeError ? tooLarge() : error;
  }
}

/** A node of hast. */
interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly Node[];
}

/** The elements that Markdown has; of any other its parts are shown. */
const tags = new Set(
  "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img input li ol p pre section strong sup table tbody td th thead tr ul".split(
    " ",
  ),
);

function elementOf({ tagName = "", properties = {} }: Node, parts: readonly ProseNode[]): ProseElement {
  const { href, id, align, start, checked, alt, className } = properties;
  const address = typeof href === "string" ? safeAddress(href) : undefined;
  return {
    tag: tagName,
    parts,
    ...(address !== undefined && { href: address }),
    ...(typeof id === "string" && { id }),
    ...((align === "left" || align === "center" || align === "right") && { align }),
    ...(typeof start === "number" && { start }),
    ...(typeof checked === "boolean" && { isChecked: checked }),
    ...(typeof alt === "string" && { alt }),
    ...(Array.isArray(className) && className.includes("sr-only") && { isHidden: true }),
    ...(tagName === "code" && languageIn(className)),
  };
}

function languageIn(className: unknown): { language?: string } {
  const [, language] = /(?:^|,)language-([^,]+)/.exec(String(className)) ?? [];
  return language === undefined ? {} : { language };
}

/** An address to which a link may lead: of these protocols, or without one; `watch` is a lesson's own, for a moment of a run. */
function safeAddress(address: string): string | undefined {
  const [, protocol] = /^([^/?#]*?):/.exec(address) ?? [];
  return protocol === undefined || /^(https?|ircs?|mailto|xmpp|watch)$/i.test(protocol) ? address : undefined;
}

function tooLarge(): RunnelError {
  return new RunnelError("prose/too-large", "It has too many parts to be laid out.");
}
