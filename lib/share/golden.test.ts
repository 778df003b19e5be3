import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contentHash } from "../base";
import { decodeLink } from ".";
import { dictionary } from "./dictionary";

const folder = join(import.meta.dirname, "golden");
const links = readdirSync(folder).filter((file) => file.endsWith(".txt"));

test.each(links)("[SH8] a link of each version is read for ever: %s", (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const given: unknown = JSON.parse(readFileSync(join(folder, file.replace(".txt", ".json")), "utf8"));
  expect(decodeLink(text)).toEqual({ shared: given, problems: [] });
});

test("[SH8] version 1 has links of every part, and its dictionary for ever", async () => {
  const given = links.map((file) => decodeLink(readFileSync(join(folder, file), "utf8")).shared);
  expect(links.length).toBeGreaterThanOrEqual(5);
  expect(given.some((one) => one?.run && !one.results)).toBe(true);
  expect(given.some((one) => one?.run && one.results)).toBe(true);
  expect(given.some((one) => one?.moment !== undefined && one.data.length > 1)).toBe(true);
  expect(await contentHash(new Blob([dictionary]))).toBe(
    "d2c7f6bf61f7412e61ef9ffacf44265ef18a5afa3be47c967b55db72b94e0686",
  );
});
