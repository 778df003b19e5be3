import { serve } from "./serve.mjs";

// The built app as `npm start` serves it; and as the plainest host would, from a subpath and without headers.
await serve({ port: 4173 });
await serve({ port: 4174, prefix: "/some/where/", hasHeaders: false });
