import { serve, serveSandbox } from "./serve.mjs";
import { sites } from "./test-sites.mjs";

const port = (site) => Number(new URL(site).port);
await serveSandbox({ port: port(sites.sandbox), ancestor: new URL(sites.app).origin });
await serve({ port: port(sites.app), sandbox: sites.sandbox });
await serve({
  port: port(sites.plain),
  prefix: new URL(sites.plain).pathname,
  hasHeaders: false,
  mostBytes: 25 * 2 ** 20,
});
