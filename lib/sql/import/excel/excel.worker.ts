import { readWorkbook } from "./read-workbook";
import type { ExcelRequest } from "./wire";

self.addEventListener("message", ({ data }: MessageEvent<ExcelRequest>) => {
  void readWorkbook(data).then((reply) => self.postMessage(reply));
});
