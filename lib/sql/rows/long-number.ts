/** A number of a file that no number of JavaScript says exactly, as its text. */
export class LongNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Characters of a number's text up to which every digit counts: a double has fifteen at least. */
const sureLength = 15;

/**
 * Whether a double says the number of a text: whether its own text has the same digits. A number with an exponent is taken for
 * the nearest double, as that is how they are written; one beyond all of them is not.
 */
export function isDouble(text: string): boolean {
  const number = Number(text);
  if (!Number.isFinite(number)) return false;
  if (/e/i.test(text)) return number !== 0 || digitsOf(text) === "";
  if (text.length <= sureLength) return true;
  const own = String(number);
  return own === text || digitsOf(own) === digitsOf(text);
}

/** A number's digits, without the zeros around them. */
function digitsOf(text: string): string {
  return text.replace(/e.*$|[-.]/gi, "").replace(/^0+|0+$/g, "");
}
