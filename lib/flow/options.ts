/** What an empty text keeps, and null: what says of a task or flow which it is. */
const names = ["name", "description", "version"];

/** What null keeps beside that, of either kind: all else it takes back. */
const lasting = ["tags", "timeoutSeconds", "persistResult", "cacheResultInMemory", "retryCondition"];

/** Further options of flows that null keeps. */
export const lastingOfFlows = [
  ...["retries", "retryDelaySeconds", "flowRunName", "validateParameters", "taskRunner", "parameters"],
];

/**
 * Options changed by others, as Prefect has it (rules 2.20 and 5.1): what is undefined, an empty name, and an empty list of
 * hooks keep the old one, and so does null for some, `more` among them; any other given option counts, 0 and an empty list of
 * tags too.
 */
export function mergedOptions<T extends object>(
  old: T,
  changes: Partial<T>,
  more: readonly string[] = [],
): T {
  const counts = ([key, value]: [string, unknown]) => {
    const isHook = /^on[A-Z]/.test(key);
    if (value === undefined) return false;
    if (value === "") return !names.includes(key) && key !== "flowRunName";
    if (value === null) return !isHook && ![...names, ...lasting, ...more].includes(key);
    return !(isHook && Array.isArray(value) && value.length === 0);
  };
  return { ...old, ...(Object.fromEntries(Object.entries(changes).filter(counts)) as Partial<T>) };
}
