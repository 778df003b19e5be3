/**
 * Options changed by others: an empty name or text, and empty lists of tags and hooks, keep the old ones; any other given
 * option counts, `null` and 0 too (rules 2.20 and 5.1).
 */
export function mergedOptions<T extends object>(old: T, changes: Partial<T>): T {
  const counts = ([key, value]: [string, unknown]) => {
    const isList = key === "tags" || /^on[A-Z]/.test(key);
    return value !== undefined && value !== "" && !(isList && Array.isArray(value) && value.length === 0);
  };
  return { ...old, ...(Object.fromEntries(Object.entries(changes).filter(counts)) as Partial<T>) };
}
