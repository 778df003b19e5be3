import { waitForRun } from "./gate";

waitForRun(globalThis);
