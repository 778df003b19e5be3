import { serve } from "../../runtime";
import { parseProse } from "./parse-prose";
import type { ProseApi } from "./prose-reader";

serve(globalThis as unknown as Parameters<typeof serve>[0], { parse: parseProse } satisfies ProseApi);
