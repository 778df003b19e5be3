import { chanceOf } from "../base";

/** What one euro is worth, about. */
const inEuros: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.1,
  GBP: 0.85,
  KRW: 1500,
  NOK: 11.5,
  PEN: 4.1,
};

/** The currencies of which there are rates. */
export const currencies = (): readonly string[] => Object.keys(inEuros);

/** What one unit of a currency is worth in each other on a day. */
export function rates(seed: number, day: string, base: string): Readonly<Record<string, number>> {
  const worth = (currency: string) =>
    (inEuros[currency] ?? 1) * (0.95 + 0.1 * chanceOf(seed, "rate", currency, day));
  return Object.fromEntries(
    currencies()
      .filter((one) => one !== base)
      .map((one) => [one, rounded(worth(one) / worth(base))]),
  );
}

function rounded(rate: number): number {
  return Number(rate.toPrecision(6));
}
