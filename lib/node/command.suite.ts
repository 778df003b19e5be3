import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { vi } from "vitest";
import { main } from "./main";

/** Runs the command on a file of that text, beside which its own files go; gives the exit code and what was said. */
export async function command(path: string, text: string, samples: string, ...args: string[]) {
  await writeFile(path, text);
  const said: string[] = [];
  const write = (...words: unknown[]) => void said.push(words.join(" "));
  const spies = [
    vi.spyOn(console, "log").mockImplementation(write),
    vi.spyOn(console, "error").mockImplementation(write),
  ];
  try {
    return { code: await main([path, "--out", dirname(path), ...args], samples), said: said.join("\n") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
