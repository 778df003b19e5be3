/** Before the tests in the browser: has the workers and the sandbox built, which the app loads by their addresses. */
export { buildWorkers as default } from "../../scripts/build-workers.mjs";
