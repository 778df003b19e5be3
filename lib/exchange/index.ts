export { fileOfText, linkOfText, readAny, type Brought } from "./read-any";
export { toScript } from "./script";
export { toJupyter } from "./write/to-jupyter";
export { writeZip } from "./zip/write-zip";
export { toPage } from "./page/to-page";
export type { PageCell, PageOutput } from "./page/page-input";
