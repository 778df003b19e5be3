const shortest = 16;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const hash = /[0-9a-f]{16,}/gi;

/** What an author writes as one: a word, with a capital or without, a number, a shout. */
const pieces = /[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g;

/**
 * Whether a text looks as if nobody had thought it up: letters that make no words. Ids and hashes look so too, and are told apart where they
 * have a form of their own; `takesHex` where what it is called leaves no other meaning than a key.
 */
export function isRandom(given: string, takesHex: boolean): boolean {
  const text = takesHex ? given : given.replace(hash, "");
  if (text.length < shortest || !/^[A-Za-z0-9+/=_.~-]+$/.test(text) || uuid.test(given)) return false;
  const letters = text.replace(/[^A-Za-z]+/g, "");
  const isMixed = /[0-9]/.test(text) || (/[a-z]/.test(letters) && /[A-Z]/.test(letters));
  if (!isMixed || letters.length < text.length / 4 || new Set(text).size < 8) return false;
  const words = text.match(pieces) ?? [];
  return words.reduce((sum, { length }) => sum + length, 0) / Math.max(1, words.length) < 3;
}
