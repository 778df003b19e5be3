import type { Place } from "../run/place";

/** What a line of the log says, without the stack that it may have. */
export interface LineText {
  readonly text: string;
  /** The frames of the stack that are of the notebook's cells, innermost first. */
  readonly places: readonly Place[];
  /** How many other frames there are. */
  readonly otherFrames: number;
}

/** A frame as Chromium writes it, and as Firefox and Safari do. */
const frame = /^(?:\s+at\s|\S*@)/;
/** The end of one that is of a cell, as `withPlaces` puts it. */
const placed = /(?:^\s+at (?:async )?|\(|@)([^()@]+), line (\d+)\)?$/;

/** Takes the stack of a line apart. A text without a frame of a cell is no stack: it is left as it is. */
export function lineText(message: string): LineText {
  if (!message.includes("\n") || !message.includes(", line ")) return whole(message);
  const lines = message.split("\n");
  const frames = lines.filter((line) => frame.test(line));
  const places = frames.flatMap((line): readonly Place[] => {
    const [, definition = "", number = ""] = placed.exec(line) ?? [];
    return definition === "" ? [] : [{ definition: definition.trim(), line: Number(number), column: 1 }];
  });
  if (places.length === 0) return whole(message);
  const text = lines.filter((line) => !frame.test(line)).join("\n");
  return { text, places, otherFrames: frames.length - places.length };
}

function whole(text: string): LineText {
  return { text, places: [], otherFrames: 0 };
}
