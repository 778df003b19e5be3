/** Things by something of each. */
export function grouped<Thing, Key>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => Key,
): Map<Key, Thing[]> {
  const found = new Map<Key, Thing[]>();
  for (const thing of things) {
    const those = found.get(keyOf(thing));
    if (those) those.push(thing);
    else found.set(keyOf(thing), [thing]);
  }
  return found;
}
