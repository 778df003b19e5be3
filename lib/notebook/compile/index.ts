export { type Compile, type CompileOptions, createCompile } from "./compile";
