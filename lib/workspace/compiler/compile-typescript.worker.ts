import { createCompile } from "../../notebook/compile/with-typescript";
import { serveCompiler } from "./compiler-service";

serveCompiler(createCompile);
