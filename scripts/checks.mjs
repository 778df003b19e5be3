import { buildApp } from "./build.mjs";
import { check, run } from "./parts.mjs";
import { checkSizes } from "./sizes.mjs";

/** Builds the app, unless it is built. */
export const build = check("build", async () => {
  await buildApp();
  return true;
});

export const format = check("format", () =>
  run(["prettier", "--check", "--log-level", "warn", "--cache", "--cache-location", ".setup/prettier", "."]),
);
export const unusedCode = check("unused code", () =>
  run(["knip", "--cache", "--cache-location", ".setup/knip"]),
);

/*
 * These come after the build: Next writes some of the types.
 */
export const types = check("types", () => run(["tsc", "--noEmit"]));
export const libTypes = check("types of lib without the DOM", () =>
  run(["tsc", "--noEmit", "-p", "tsconfig.lib.json"]),
);
export const sizes = check("bundle sizes", async () => checkSizes());

const eslint = ["eslint", ".", "--max-warnings", "0"];
export const lint = check("lint", () => run(eslint));
/** Looks only at files that changed: quick, and blind to what a change means for the types of others. */
export const quickLint = check("lint", () =>
  run([...eslint, "--cache", "--cache-strategy", "content", "--cache-location", ".setup/eslint"]),
);
