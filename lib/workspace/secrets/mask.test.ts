import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Mask } from "./mask";
import { secretForms } from "./secret-forms";

const secret = `s3cr\\et "ключ"+/&=\n'x'`;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const base64url = (text: string) => Buffer.from(text).toString("base64url");

const escapedUnits = (text: string) =>
  text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

function maskOf(...secrets: readonly string[]): Mask {
  const mask = new Mask();
  secrets.forEach((text, index) => mask.add(`secret-${index}`, text));
  return mask;
}

test("a mask hides secrets as long as any can be, together", () => {
  const long = (seed: number) =>
    Array.from({ length: 20_000 }, (_, at) => "abcdefghijk{+$".charAt((at * 7 + (at % 13) * seed) % 14)).join(
      "",
    );
  const secrets = [long(3), long(5), "-----BEGIN KEY-----\n" + "x1Y/".repeat(4_900)];
  const mask = maskOf(...secrets);
  for (const text of secrets) expect(mask.text(`a ${text} b ${base64(text)} c`)).toBe("a **** b **** c");
});

describe("a mask hides a secret", () => {
  const written: Record<string, (text: string) => string> = {
    "as it is": (text) => text,
    "as JSON": (text) => JSON.stringify(text),
    "as JSON in JSON": (text) => JSON.stringify(JSON.stringify({ text })),
    "as base64": base64,
    "as base64 for an address": base64url,
    "as a part of a base64 text": (text) => base64(`user:${text}@host`),
    "at the end of a base64 text for an address": (text) => base64url(`us:${text}`),
    "as base64 in an address": (text) => encodeURIComponent(base64(text)),
    "in an address": (text) => `https://example.com/?q=${encodeURIComponent(text)}&b`,
    "in an address with small letters": (text) =>
      encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
    "as JSON in an address": (text) => `?q=${encodeURIComponent(JSON.stringify({ text }))}&b`,
    "as JSON in base64": (text) => base64(JSON.stringify({ text })),
    "as an address": (text) => encodeURI(text),
    "as a form": (text) => new URLSearchParams({ a: text }).toString(),
    "in capitals": (text) => text.toUpperCase(),
    "in small letters": (text) => text.toLowerCase(),
    "as hex": (text) => Buffer.from(text).toString("hex"),
    "as hex in capitals": (text) => Buffer.from(text).toString("hex").toUpperCase(),
    "as HTML": (text) =>
      text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
    "as JSON with escaped slashes": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
    "as JSON in ASCII": (text) =>
      JSON.stringify(text).replaceAll(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      ),
    "in an address with every byte escaped": (text) =>
      Buffer.from(text).toString("hex").replaceAll(/../g, "%$&"),
    "in an address with every byte escaped in capitals": (text) =>
      Buffer.from(text).toString("hex").toUpperCase().replaceAll(/../g, "%$&"),
    "as JSON with every character escaped": (text) => `"${escapedUnits(text)}"`,
    "as JSON with every character escaped, in JSON": (text) => JSON.stringify(escapedUnits(text)),
    "as code with every byte escaped": (text) =>
      /[^\0-\xff]/.test(text) ? escapedUnits(text) : escapedUnits(text).replaceAll("\\u00", "\\x"),
    "as HTML with every character escaped": (text) =>
      Array.from(text, (character) => `&#${character.codePointAt(0)};`).join(""),
    "as HTML with every character escaped in hexadecimal": (text) =>
      Array.from(text, (character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(""),
    "quoted by an error": (text) => `ValueError('${text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}')`,
  };

  test.each(Object.keys(written))("%s", (how) => {
    for (const one of [secret, "hunter2", "a+b/c==d", "ä€𝄞 abc", "https://hooks.example/T0/B0?x=1"]) {
      const text = `before ${written[how]!(one)} after`;
      const shown = maskOf(one).text(text);
      expect(shown).toContain("****");
      expect(shown.startsWith("before ")).toBe(true);
      expect(shown.endsWith(" after")).toBe(true);
      for (const form of secretForms(one)) expect(shown).not.toContain(form);
    }
  });

  test("wherever it stands in what base64 encodes", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, unit: "grapheme" }),
        fc.string(),
        fc.string(),
        (one, before, after) => {
          const mask = maskOf(one);
          for (const encoded of [base64(before + one + after), base64url(before + one + after)])
            expect(mask.text(encoded)).toContain("****");
        },
      ),
      { numRuns: 40 },
    );
  });

  test("nothing of it is left, however often and closely it stands there", () => {
    const letters = (minLength: number) => fc.string({ minLength, unit: fc.constantFrom("a", "b") });
    fc.assert(
      fc.property(letters(4), letters(0), (one, text) => {
        expect(maskOf(one).text(text + one + text)).not.toContain(one);
      }),
      { numRuns: 40 },
    );
  });

  test("several, also where one begins with another", () => {
    expect(maskOf("hunter", "hunter2-long").text("hunter2-long hunter")).toBe("**** ****");
  });

  test("as `btoa` packs letters of one byte beside others", () => {
    expect(maskOf("schlüssel-ä").text(btoa("user:schlüssel-ä"))).toContain("****");
  });

  test("without the space around it", () => {
    expect(maskOf(" hunter2 \t").text("is hunter2.")).toBe("is ****.");
  });

  test("and what the members of one that is JSON call secret, and no more of it", () => {
    const config = {
      bucket: "daily",
      region: "eu-west-1",
      accessKeyId: "AKIA123456",
      deep: [{ secretAccessKey: "a/b+c/d" }],
    };
    const mask = maskOf(JSON.stringify(config, null, 2), "{ no JSON");
    expect(mask.text("daily eu-west-1 AKIA123456 a/b+c/d")).toBe("daily eu-west-1 **** ****");
    expect(mask.text(encodeURIComponent("a/b+c/d"))).toBe("****");
    expect(mask.text(JSON.stringify(config, null, 2))).toBe("****");
  });

  const body = Array.from({ length: 25 }, (_, line) =>
    base64(`line ${line} of a key that is long, ${line ** 7}`),
  );
  const pem = ["-----BEGIN PRIVATE KEY-----", ...body, "-----END PRIVATE KEY-----", ""];
  test.each(["\n", "\r\n", "\\n"])(
    "of several lines, whatever ends they have, and each of them: %j",
    (end) => {
      const mask = maskOf(pem.join(end));
      for (const other of ["\n", "\r\n", "\\n", "\\r\\n", ""]) {
        const shown = mask.text(
          `before ${JSON.stringify({ key: pem.join(other) })} ${pem.join(other)} after`,
        );
        expect(body.filter((line) => shown.includes(line.slice(0, 12)))).toEqual([]);
      }
      for (const line of body) expect(mask.text(`at ${line}:`)).toBe("at ****:");
    },
  );

  test.each([16, 40, 80, 200, 4_000])("of which a text was cut off at %i characters", (length) => {
    for (const one of [
      "k".repeat(5_000),
      Array.from({ length: 900 }, (_, n) => (n * 7919).toString(36)).join("-"),
    ]) {
      const mask = maskOf(one);
      for (const cut of [
        one.slice(0, length),
        JSON.stringify({ a: [one] }).slice(0, length + 7),
        base64(one).slice(0, length),
      ])
        for (const after of ["", "…", '"]}'])
          expect(mask.text(`${cut}${after}`)).toBe(`${cut.startsWith("{") ? '{"a":["' : ""}****${after}`);
    }
  });

  test("its beginning, where a text was cut off", () => {
    const mask = maskOf("0123456789abcdef");
    for (const ending of ["", '"', '"]}', "…", "... [truncated]"])
      expect(mask.text(`cut: 0123456789a${ending}`)).toBe(`cut: ****${ending}`);
    expect(mask.text('no "a: 0123456789a…": too long')).toBe('no "a: ****…": too long');
    expect(mask.text("012 0123 456… 012")).toBe("012 0123 456… 012");
  });

  test("but not one of fewer than four characters", () => {
    const mask = maskOf("abc");
    expect([mask.isEmpty, mask.text("abc YWJj")]).toEqual([true, "abc YWJj"]);
  });
});

describe("a mask goes through values", () => {
  const mask = maskOf("hunter2", "12345678");

  test("of every kind that can be stored, and keeps what holds no secret", () => {
    const date = new Date(0);
    const bytes = new Uint8Array([1, 2]);
    expect(
      mask.value({
        hunter2: [{ deep: new Map([["k", new Set(["a hunter2"])]]) }],
        number: 12345678,
        big: 12345678n,
        bytes: new TextEncoder().encode("xhunter2x"),
        kept: [1, null, undefined, true, date, bytes, "hunt2", 123456789],
      }),
    ).toEqual({
      "****": [{ deep: new Map([["k", new Set(["a ****"])]]) }],
      number: "****",
      big: "****",
      bytes: "****",
      kept: [1, null, undefined, true, date, bytes, "hunt2", 123456789],
    });
  });

  const packed = async (text: string) => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  test("and finds whose secret they hold", async () => {
    const cyclic: unknown[] = ["hunter2"];
    cyclic.unshift(cyclic);
    const held = [
      "hunter2",
      { hunter2: 1 },
      new Map([["k", ["hunter2"]]]),
      new Set([{ a: base64("hunter2") }]),
      new Error("not hunter2"),
      new Error("x", { cause: "hunter2" }),
      new TextEncoder().encode("hunter2"),
      new Blob(["hunter2"]),
      /hunter2/,
      await packed(JSON.stringify({ a: "hunter2" })),
      cyclic,
    ];
    for (const value of held) expect(await mask.find(value)).toBe("secret-0");
    expect(await mask.find([12345678])).toBe("secret-1");
    const free = [
      1,
      123456789,
      "hunter",
      new Date(),
      null,
      new Float64Array(2),
      await packed("hunter"),
      new Blob(["x"]),
    ];
    expect(await mask.find(free)).toBeUndefined();
  });

  test("where nothing is secret, it gives what it was given", async () => {
    const none = new Mask();
    const value = { a: ["hunter2"] };
    expect(none.isEmpty).toBe(true);
    expect(none.value(value)).toBe(value);
    expect(none.text("hunter2")).toBe("hunter2");
    expect(await none.find(value)).toBeUndefined();
  });
});
