/** A diagram that was drawn: the address of an image, and its size in CSS pixels. */
export interface Drawing {
  readonly src: string;
  readonly width: number;
  readonly height: number;
}

/** Characters of a drawing, and pixels of its sides: more would keep the page. */
const most = { characters: 2_000_000, side: 20_000 };

/** An image of a drawing. As an image it runs nothing and loads nothing, whatever is in it. Throws where it is too large, or none. */
export function drawingOf(svg: string): Drawing {
  const [, box = ""] = /^<svg\b[^>]*?\sviewBox="([-\d. ]+)"/.exec(svg) ?? [];
  const [, , width = Number.NaN, height = Number.NaN] = box.split(" ").map(Number);
  if (!(width > 0 && height > 0)) throw new Error("There is nothing in it to draw.");
  if (svg.length > most.characters || width > most.side || height > most.side)
    throw new Error("It is too large to be drawn: make it of several smaller ones.");
  return { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, width, height };
}
