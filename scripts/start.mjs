import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { buildApp } = await import("./build.mjs");
await buildApp();

const { serve } = await import("./serve.mjs");
const wanted = Number(process.env.PORT ?? 3000);
const server = await serve({ port: wanted }).catch((error) => {
  // Another program has the port: any free one will do, unless this one was asked for.
  if (error.code !== "EADDRINUSE" || process.env.PORT) throw error;
  return serve({ port: 0 });
});
console.log(`\n  Runnel is at http://localhost:${server.address().port}/\n`);
