import { serve } from "../../runtime";
import { dataService } from "./data-service";

serve(globalThis as unknown as Parameters<typeof serve>[0], dataService());
