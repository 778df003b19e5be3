import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** From the environment, by names such as `KILL_ROUNDS`. */
    asked: Readonly<Record<string, string | undefined>>;
  }
}

/** What the environment asks for under a name: how long a test that draws at random goes on, and from which seed. */
export function asked(name: string, otherwise: string): string {
  return inject("asked")[name] ?? otherwise;
}
