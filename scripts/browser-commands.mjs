/** What the tests in the browser ask of the browser itself. */

/** Calls a function inside of the page's workers, one after the other; gives the first answer, null where none answers. */
export async function askWorkers({ page }, { isSandboxed, call, given, from }) {
  const workers = page.workers().filter((worker) => worker.url().startsWith("blob:null") === isSandboxed);
  const first = Math.floor(from * workers.length);
  for (const worker of [...workers.slice(first), ...workers.slice(0, first)]) {
    // It may have ended meanwhile.
    const answer = await worker.evaluate(`(${call})(${JSON.stringify(given)})`).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  return null;
}

/** Lets requests to addresses of a pattern fail from now on, in the page and its workers; of none, where there is no pattern. */
export async function failRequests({ context }, pattern) {
  await context.unrouteAll();
  if (pattern !== null) await context.route(pattern, (route) => route.abort());
}
