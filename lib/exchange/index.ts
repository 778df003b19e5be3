export { fileOfText, linkOfText, readAny, type Brought } from "./read-any";
export { toScript } from "./script";
export { toJupyter } from "./write/to-jupyter";
export { writeZip } from "./zip/write-zip";
