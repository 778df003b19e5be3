import type { Scenario } from "./scenario.suite";

const files = import.meta.glob<Record<string, unknown>>("./tables/*.suite.ts", { eager: true });

/** Every scenario of the tables beside this file. */
export const scenarios: readonly Scenario[] = Object.values(files)
  .flatMap((file) => Object.values(file))
  .flatMap((table) => (Array.isArray(table) ? (table as Scenario[]) : []));
