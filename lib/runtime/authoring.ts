import * as flow from "../flow";

/** What a notebook's code finds in scope: the authoring API, by name. */
export const authoring: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(flow).filter(([name]) => name !== "sandbox"),
);
