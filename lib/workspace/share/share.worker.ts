import { serve } from "../../runtime";
import { linkMaker, type LinkMakerApi } from "./link-maker";

serve(globalThis as unknown as Parameters<typeof serve>[0], linkMaker() satisfies LinkMakerApi);
