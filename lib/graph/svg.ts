import { nameToDraw } from "./graph";
import { pathThrough } from "./path";
import type { PlacedBox, PlacedEdge, PlacedGraph } from "./placed";
import { stateColour, stateText } from "./state-text";

/** Letters that a box has room for, and one of its smaller lines. */
const letters = { name: 22, line: 28 };

/** A placed graph as a drawing of its own, on white. Whatever names say is text in it. */
export function svgOf({ width, height, boxes, edges, direction }: PlacedGraph): string {
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" font-family="Inter, system-ui, sans-serif">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#8b9099"/></marker></defs>`,
    ...boxes.map((box) => boxOf(box)),
    ...edges.map((edge) => edgeOf(edge, direction)),
    `</svg>`,
  ];
  return `${parts.join("\n")}\n`;
}

function boxOf({ node, x, y, w, h, isOpen }: PlacedBox): string {
  const [first] = node.states;
  const colour = first ? stateColour[first.type] : "#b9bdc4";
  const many = node.count > 1 ? ` × ${node.count.toLocaleString("en")}` : "";
  const name = `${nameToDraw(node.label, letters.name)}${many}`;
  const rail = isOpen
    ? ""
    : `<rect x="${number(x)}" y="${number(y)}" width="5" height="${number(h)}" rx="2" fill="${colour}"/>`;
  return [
    `<g><title>${escaped(nameToDraw(node.label))}</title>`,
    `<rect x="${number(x)}" y="${number(y)}" width="${number(w)}" height="${number(h)}" rx="8" fill="${isOpen ? "#f7f8f9" : "#fff"}" stroke="${isOpen ? colour : "#c9ccd2"}"/>`,
    rail,
    `<text x="${number(x + 16)}" y="${number(y + 22)}" font-size="14" fill="#1e2229">${escaped(name)}</text>`,
    `<text x="${number(x + 16)}" y="${number(y + 40)}" font-size="11" fill="${first ? colour : "#5a5f68"}">${escaped(nameToDraw(stateText(node) || node.kind, letters.line))}</text>`,
    `</g>`,
  ].join("");
}

function edgeOf({ edge, points, label }: PlacedEdge, direction: PlacedGraph["direction"]): string {
  const dashes = edge.kind === "order" ? ` stroke-dasharray="5 4"` : "";
  const line = `<path d="${pathThrough(points, direction)}" fill="none" stroke="#8b9099" stroke-width="1.5"${dashes} marker-end="url(#end)"/>`;
  if (!label || edge.label === undefined) return line;
  return `${line}<text x="${number(label.x)}" y="${number(label.y)}" font-size="11" fill="#5a5f68">${escaped(nameToDraw(edge.label, letters.line))}</text>`;
}

/** The only way for a name into the drawing. What no XML may hold, `nameToDraw` has taken out. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
