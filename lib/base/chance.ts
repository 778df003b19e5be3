/** A number in [0, 1) that is always the same for the same seed and names, and looks like chance beside that of any others. */
export function chanceOf(seed: number, ...names: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = `${seed}/${names.join("/")}`;
  for (let place = 0; place < text.length; place++)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** One of a list that is not empty, by such a chance. */
export function oneOf<T>(list: readonly [T, ...T[]], chance: number): T {
  return list[Math.floor(chance * list.length)] ?? list[0];
}
