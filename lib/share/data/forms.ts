/** How texts of one form are whole numbers, and back: only where that gives the same text again. */
export interface Form {
  readonly toNumber: (text: string) => number | undefined;
  readonly toText: (value: number) => string;
}

/** Digits that a double holds whatever they are. */
const mostDigits = 15;
const day = 86_400_000;

/** `17`, `-4`. */
const whole: Form = {
  toNumber: (text) => (/^(?:0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined),
  toText: (value) => String(value),
};

/** `12.50` as hundredths; `isTrimmed`: without zeros at the end but one, as a DOUBLE is printed. */
function decimal(digits: number, isTrimmed: boolean): Form {
  const unit = 10 ** digits;
  return {
    toNumber(text) {
      const [, sign, front = "", back = ""] = /^(-?)(\d+)\.(\d+)$/.exec(text) ?? [];
      if (sign === undefined || back.length > digits || front.length + digits > mostDigits) return undefined;
      const value = Number(front) * unit + Number(back.padEnd(digits, "0"));
      return sign === "" || value === 0 ? value : -value;
    },
    toText(value) {
      const size = String(Math.abs(value)).padStart(digits + 1, "0");
      const text = `${value < 0 ? "-" : ""}${size.slice(0, -digits)}.${size.slice(-digits)}`;
      return isTrimmed ? text.replace(/(\.\d+?)0+$/, "$1") : text;
    },
  };
}

/** `2026-01-31`, as days. */
const date: Form = {
  toNumber: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / day : undefined),
  toText: (value) => new Date(value * day).toISOString().slice(0, 10),
};

/** `2026-01-31 12:00:00`, as seconds or as milliseconds. */
function timestamp(digits: 0 | 3): Form {
  const pattern =
    digits === 0 ? /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/ : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;
  const unit = 10 ** (3 - digits);
  return {
    toNumber: (text) => (pattern.test(text) ? Date.parse(`${text.replace(" ", "T")}Z`) / unit : undefined),
    toText: (value) =>
      new Date(value * unit)
        .toISOString()
        .slice(0, digits === 0 ? 19 : 23)
        .replace("T", " "),
  };
}

/** By the number that stands for each in a link. */
export const forms: readonly Form[] = [
  whole,
  date,
  timestamp(0),
  timestamp(3),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((digits) => [decimal(digits, false), decimal(digits, true)]),
];

/** The numbers that texts are by a form; undefined where one of them would not come back as it is. */
export function numbersOf(
  texts: readonly string[],
  { toNumber, toText }: Form,
): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const text of texts) {
    const value = toNumber(text);
    if (value === undefined || !Number.isSafeInteger(value) || toText(value) !== text) return undefined;
    numbers.push(value);
  }
  return numbers;
}
