import { withContext } from "./ambient";
import { surroundings } from "./task";

/** Adds tags to every run that is made inside `run` (rule 2.14). */
export function tags(...added: readonly string[]): { run<T>(fn: () => T): T } {
  return {
    run(fn) {
      const context = surroundings();
      return withContext(context.with({ tags: [...new Set([...context.tags, ...added])] }), fn);
    },
  };
}
