/** A notebook that comes with the app. */
export interface Example {
  /** Names it in addresses, and its file `notebooks/<slug>.md`. */
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
}

export const examples: readonly Example[] = [
  {
    slug: "flight-delays",
    title: "Flight delays",
    summary:
      "Three million flights: clean, join and aggregate in SQL, compute what SQL cannot in parallel tasks, keep the result.",
  },
  {
    slug: "hello-flow",
    title: "Hello, flow",
    summary:
      "A task that fails twice and succeeds on its third attempt: states, retries and logs in twenty lines.",
  },
  {
    slug: "run-dashboard",
    title: "Dashboard of runs",
    summary:
      "What ran in this browser, as tables: runs by day, slow tasks, retries, failures and the cache, in SQL.",
  },
];
