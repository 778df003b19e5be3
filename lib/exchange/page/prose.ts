import { element, type Markup } from "./markup";
import type { ProsePart } from "./page-input";

/** Elements that Markdown has; of any other its parts are shown. */
const plain = new Set(
  "blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre strong sup table tbody td th thead tr ul".split(
    " ",
  ),
);

/** Markdown that was read, as markup. No image is fetched, and links lead to the web or to mail alone. */
export function prose(parts: readonly ProsePart[]): readonly (Markup | string)[] {
  return parts.flatMap((part): readonly (Markup | string)[] => {
    if (typeof part === "string") return [part];
    const { tag, href, start, isChecked, alt = "", parts: inner } = part;
    if (tag === "img") return [`[image: ${alt}]`];
    if (tag === "input") return [element("input", { type: "checkbox", disabled: true, checked: isChecked })];
    if (tag === "a" && href !== undefined && /^(?:https?|mailto):/i.test(href))
      return [element("a", { href, rel: "noreferrer noopener" }, prose(inner))];
    return plain.has(tag) ? [element(tag, { start }, prose(inner))] : prose(inner);
  });
}
