import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { build, format, libTypes, quickLint, sizes, types, unusedCode } = await import("./checks.mjs");
const { sideBySide, sumUp } = await import("./parts.mjs");

sumUp([
  ...(await sideBySide([build], [format, unusedCode])),
  ...(await sideBySide([quickLint], [types, libTypes, sizes])),
]);
