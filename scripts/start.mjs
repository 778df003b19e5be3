import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { buildApp } = await import("./build.mjs");
await buildApp();

const { serve, serveSandbox } = await import("./serve.mjs");
const wanted = Number(process.env.PORT ?? 3000);

/** Another program may have the port: then any free one will do, unless this one was asked for. */
const listen = (start, port, mayMove) =>
  start(port).catch((error) => {
    if (error.code !== "EADDRINUSE" || !mayMove) throw error;
    return start(0);
  });
const sandbox = await listen(
  (port) => serveSandbox({ port, ancestor: "http://localhost:*" }),
  wanted === 0 ? 0 : wanted + 1,
  true,
);
const sandboxSite = `http://127.0.0.1:${sandbox.address().port}/`;
const app = await listen(
  (port) => serve({ port, sandbox: sandboxSite, allowHost: process.env.ALLOW_HOST }),
  wanted,
  !process.env.PORT,
);
console.log(`\n  Runnel is at http://localhost:${app.address().port}/\n`);
