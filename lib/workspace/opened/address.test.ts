import { expect, test } from "vitest";
import { fileAddress } from "./address";

test("[OP10] the page of a file at GitHub, and a gist, are its text", () => {
  const cases = {
    "https://github.com/o/r/blob/main/docs/a%20b.md":
      "https://raw.githubusercontent.com/o/r/main/docs/a%20b.md",
    "https://github.com/o/r/blob/main/a.md?plain=1#L3": "https://raw.githubusercontent.com/o/r/main/a.md",
    "https://github.com/o/r/raw/main/a.md": "https://raw.githubusercontent.com/o/r/main/a.md",
    "https://gist.github.com/me/0123456789abcdef0123456789abcdef#file-a-md":
      "https://gist.githubusercontent.com/me/0123456789abcdef0123456789abcdef/raw",
    "https://raw.githubusercontent.com/o/r/main/a.md": "https://raw.githubusercontent.com/o/r/main/a.md",
    "https://you.example/a.md?x=1#top": "https://you.example/a.md?x=1",
    "http://localhost:8000/a.md": "http://localhost:8000/a.md",
    "http://127.0.0.1/a.md": "http://127.0.0.1/a.md",
  };
  for (const [address, url] of Object.entries(cases)) expect(fileAddress(address).url).toBe(url);
  expect(fileAddress("https://github.com/o/r/blob/main/a.md")).toMatchObject({
    ...{ origin: "https://raw.githubusercontent.com", host: "raw.githubusercontent.com", name: "a.md" },
  });
});

test("[OP10] what is no address of a file, or one that is not safe, is refused by name", () => {
  for (const address of [
    ...["", "a.md", "http://you.example/a.md", "http://localhost.you.example/a.md", "ftp://you.example/a.md"],
    ...["javascript:alert(1)", "data:text/plain,a", "blob:https://you.example/1", "file:///etc/passwd"],
    ...["https://me:secret@you.example/a.md", "https://[::1]/a.md"],
  ])
    expect(() => fileAddress(address), address).toThrow(
      expect.objectContaining({ code: "link/address" }) as Error,
    );
});
