import { createCompile } from "../../notebook/compile";
import { serveCompiler } from "./compiler-service";

serveCompiler(createCompile);
