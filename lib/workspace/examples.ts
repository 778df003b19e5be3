/** A notebook that comes with the app. */
interface Example {
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
  {
    slug: "api-ingest",
    title: "Load from an API",
    summary: "Pages of a service that fails and limits: retries with a growing pause, and a rate limit.",
  },
  {
    slug: "quality-gate",
    title: "Clean-up with a quality gate",
    summary: "Bad rows are kept apart with why; too many of them fail the run.",
  },
  {
    slug: "incremental-load",
    title: "Incremental load",
    summary: "Only what has arrived since the last run, by a mark that is moved once the rows are kept.",
  },
  {
    slug: "slowly-changing",
    title: "Slowly changing dimension",
    summary: "Each version of a customer with its time, so that reports of the past do not change.",
  },
  {
    slug: "many-files",
    title: "Fan out over files",
    summary: "A task run for each file, retried by itself; one that cannot be read does not stop the others.",
  },
  {
    slug: "feature-table",
    title: "Cached feature table",
    summary: "Features by day: what has not changed is served, what has is computed anew.",
  },
  {
    slug: "transactional-publish",
    title: "Transactional publish",
    summary: "Written, checked, and published only then; taken back where a check fails.",
  },
  {
    slug: "human-approval",
    title: "Human approval",
    summary: "Large payments wait for a person's word, and none is booked twice.",
  },
  {
    slug: "rate-limited",
    title: "Rate-limited enrichment",
    summary: "One lookup for each row, at a service that counts requests.",
  },
  {
    slug: "compare-runs",
    title: "Compare data between runs",
    summary: "The same pipeline on two days, and which rows came, went and changed.",
  },
  {
    slug: "backfill",
    title: "Backfill over dates",
    summary: "A subflow for each day; what is done is not done again.",
  },
  {
    slug: "background-tasks",
    title: "Background tasks",
    summary: "Work that nobody waits for: put into a queue, and served two at a time.",
  },
];
