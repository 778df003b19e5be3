import { placed } from "../../graph";
import { serve } from "../../runtime";
import type { PlacerApi } from "./graph-placer";

serve(globalThis as unknown as Parameters<typeof serve>[0], { place: placed } satisfies PlacerApi);
