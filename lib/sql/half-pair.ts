/** Why text cannot be in a table; continues “cannot be used because …”. */
export const halfPair = "its text has half a character (one half of a UTF-16 pair), which no table can hold";

/** Whether a text has one half of a UTF-16 pair without the other: UTF-8 has none, and another character would be in its place. */
export function hasHalfPair(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
