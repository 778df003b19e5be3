import type { ImportSettings } from "./format";

/** Something that was guessed of how a file is to be read, and may be wrong. */
export interface ImportGuess {
  /** What was guessed, as a sentence. */
  readonly said: string;
  /** What says that it is right. */
  readonly is: ImportSettings;
  /** How else the file may be read. */
  readonly others: readonly OtherReading[];
}

interface OtherReading {
  /** What one does by choosing it: “Read it as text”. */
  readonly label: string;
  readonly settings: ImportSettings;
}
