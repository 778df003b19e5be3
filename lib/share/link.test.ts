import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNotebook, serialiseNotebook } from "../notebook";
import {
  aboutPart,
  charactersOf,
  decodeLink,
  encodeLink,
  linkOf,
  notebookPart,
  resultsPart,
  runPart,
  samplePart,
  type DataSample,
  type PartKind,
  type SharedNotebook,
} from ".";
import { toBase64url } from "./base64url";
import { ByteWriter } from "./bytes";
import { joined, packedPart } from "./parts";
import { exampleText, orders, runWithTables, sixCells } from "./realistic.suite";

const short: SharedNotebook = {
  notebook: sixCells,
  parameters: { day: "2026-01-01", n: 3 },
  data: [orders(5)],
};

async function whole(): Promise<SharedNotebook> {
  return {
    ...{ notebook: sixCells, parameters: { list: [1, null, { a: -0.5 }] }, data: [orders(50)] },
    ...(await runWithTables(20)),
    ...{ moment: "1204~3", origin: "https://example.com/a.md" },
  };
}

const codes = (text: string) => decodeLink(text).problems.map(({ code }) => code);

describe("a link", () => {
  test("[SH1] gives every example back as it was, letter by letter", () => {
    for (const slug of ["hello-flow", "run-dashboard", "flight-delays"]) {
      const shared = { ...short, notebook: exampleText(slug) };
      expect(decodeLink(encodeLink(shared).text)).toEqual({ shared, problems: [] });
    }
  });

  test("[SH1] gives all of its parts back", async () => {
    const shared = await whole();
    const { text, parts } = encodeLink(shared);
    const { run, results = [], ...rest } = decodeLink(text).shared ?? short;
    const { run: before = [], results: rows = [], ...given } = shared;
    expect(decodeLink(text).problems).toEqual([]);
    expect(rest).toEqual(given);
    expect(run).toHaveLength(before.length);
    expect(results.map(({ values }) => values)).toEqual(rows.map(({ values }) => values));
    expect(parts.map(({ kind }) => kind)).toEqual(["notebook", "about", "run", "results", "sample"]);
    expect(parts.reduce((sum, { characters }) => sum + characters, 0)).toBeLessThan(text.length);
    // A link that was read is shared again as it is, but for the ids that are made anew.
    expect(encodeLink({ ...given, results, run: run ?? [] }).text).toHaveLength(text.length);
  });

  test("[SH25] has rows of the tables that its run gave, each found by what the run says of it", async () => {
    const shared = await whole();
    const { run = [], results = [] } = decodeLink(encodeLink(shared).text).shared ?? short;
    const tables = run.flatMap((line) => /"table":(\{"kind".*?\]?,"numRows":\d+\})/.exec(line)?.[1] ?? []);
    const named = tables.map((text) => JSON.parse(text) as { name: string; lineage: string });
    expect(named.map(({ name }) => name)).toEqual(["clean", "daily"]);
    expect(JSON.stringify(named)).not.toContain("hash");
    for (const { name, lineage } of named) {
      const { values } = shared.results?.find((one) => one.lineage === `${name}-hash`) ?? {};
      expect(results.find((one) => one.lineage === lineage)?.values).toEqual(values);
    }
    const other = { lineage: "of another run", numSampled: 1, values: [["1"]] };
    const none = { lineage: "clean-hash", numSampled: 0, values: [[]] };
    const kept = decodeLink(encodeLink({ ...shared, results: [other, none] }).text);
    expect(kept).toMatchObject({ problems: [] });
    expect(kept.shared?.results).toBeUndefined();
    // Without its run nothing says what they are of.
    expect(decodeLink(encodeLink({ ...short, results: shared.results ?? [] }).text).shared).toEqual(short);
  });

  test("[SH8] a part that a later version has is left out, and all others are there", () => {
    const parts = [notebookPart(short.notebook), ...short.data.map(samplePart)];
    const later = { ...packedPart("sample", new Uint8Array(9)), kind: "later" as PartKind };
    const { shared, problems } = decodeLink(`r1${toBase64url(joined([...parts, later]))}`);
    expect({ shared, problems }).toEqual({ shared: { ...short, parameters: {} }, problems: [] });
  });

  test("[SH1] gives any notebook back, whatever its text", () => {
    const cell = fc.tuple(
      fc.constantFrom("ts", "sql name=a", "csv name=b", "json name=c"),
      fc.string({ unit: "binary" }),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 2_000 }),
      fc
        .array(cell)
        .map((cells) => cells.map(([info, body]) => `\`\`\`${info}\n${body}\n\`\`\``).join("\n\n")),
    );
    fc.assert(
      fc.property(text, fc.jsonValue(), (notebook, value) => {
        const shared = { notebook, parameters: { value }, data: [] };
        const { shared: back, problems } = decodeLink(encodeLink(shared).text);
        expect(problems).toEqual([]);
        expect(back?.notebook).toBe(notebook);
        expect(JSON.stringify(back?.parameters["value"])).toBe(JSON.stringify(value));
      }),
      { numRuns: 100 },
    );
  });

  test("[SH2] is read however clients change an address", () => {
    const { text } = encodeLink(short);
    const address = `https://runnel.dev/open/#${text}`;
    const standard = text.replaceAll("-", "+").replaceAll("_", "/");
    const broken = text.replace(/.{76}/g, "$&\r\n");
    for (const given of [
      ...[text, address, encodeURIComponent(address), encodeURIComponent(encodeURIComponent(address))],
      ...[".", ")", ">", "…", '"', "”", "'", "`", ",", ");", " \n", "="].map((end) => `${address}${end}`),
      ...[
        `<${address}>`,
        `[Orders](${address})`,
        `“${address}”`,
        ` ${address} `,
        `See ${address} for more of it.`,
      ],
      ...[
        standard,
        `${standard}==`,
        encodeURIComponent(standard),
        broken,
        encodeURIComponent(broken),
        `${address}&utm_source=chat`,
      ],
      ...[text.replace(/.{40}/g, "$&\u200b"), `"${text}"`, `(${text})`, text.replaceAll("_", "\\_")],
    ])
      expect({ given, ...decodeLink(given) }).toEqual({ given, shared: short, problems: [] });
  });

  test("[SH3] that is none, is of a newer version or too long is refused by name", () => {
    for (const none of [
      "",
      "#",
      "hello",
      "run=1&task=2",
      "https://runnel.dev/open/",
      "#url=https://a.b/c.md",
    ])
      expect(codes(none)).toEqual(["share/not-a-link"]);
    expect(codes(`r2${encodeLink(short).text.slice(2)}`)).toEqual(["share/newer"]);
    expect(codes("r1".padEnd(1_000_001, "A"))).toEqual(["share/too-large"]);
    for (const { message } of decodeLink("r2abc").problems) expect(message).toMatch(/Load this page again/);
  });

  test("[SH4] cut at any character gives its beginning, and says what is lost", async () => {
    const { text } = encodeLink(await whole());
    let before = 0;
    for (let end = 0; end < text.length; end += end < 900 ? 1 : 7) {
      const { shared, problems } = decodeLink(text.slice(0, end));
      expect(problems.length).toBeGreaterThan(0);
      const { length } = shared?.notebook ?? "";
      expect(sixCells.startsWith(shared?.notebook ?? "")).toBe(true);
      expect(length).toBeGreaterThanOrEqual(before);
      before = length;
    }
    expect(before).toBe(sixCells.length);
    const half = decodeLink(text.slice(0, 400));
    expect(half.shared?.notebook.length).toBeGreaterThan(400);
    expect(half.problems.map(({ code, part }) => [code, part])).toEqual([
      ["share/cut", "notebook"],
      ["share/cut", "about"],
      ["share/cut", "run"],
      ["share/cut", "results"],
      ["share/cut", "sample"],
    ]);
  });

  test("[SH5] of which any bit is flipped says where, and gives the other parts", () => {
    const { text } = encodeLink(short);
    const good = JSON.stringify(decodeLink(text).shared);
    let kept = 0;
    for (let index = 0; index < text.length; index++)
      for (let bit = 0; bit < 6; bit++) {
        const flipped = String.fromCharCode(text.charCodeAt(index) ^ (1 << bit));
        const { shared, problems } = decodeLink(text.slice(0, index) + flipped + text.slice(index + 1));
        const isSame = JSON.stringify(shared) === good;
        // Bits that belong to no byte, and letters that mean the same, change nothing.
        if (problems.length === 0) expect({ index, bit, isSame }).toEqual({ index, bit, isSame: true });
        if (problems.length === 1 && problems[0]?.part === "sample") expect(shared?.notebook).toBe(sixCells);
        if (problems.length === 1 && problems[0]?.part === "notebook")
          expect(shared?.data ?? []).toEqual(short.data);
        if (shared?.notebook === sixCells) kept++;
      }
    expect(kept).toBeGreaterThan(text.length);
  });

  test("[SH5] with several wrong letters never gives other rows or another run without a word", async () => {
    const shared = await whole();
    const { text } = encodeLink(shared);
    const good = JSON.stringify(decodeLink(text).shared);
    const letter = fc.constantFrom(...Array.from("ABCXYZabcxyz0189-_"));
    const changes = fc.array(fc.tuple(fc.nat(text.length - 1), letter), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(changes, (wrong) => {
        const letters = Array.from(text);
        for (const [index, one] of wrong) letters[index] = one;
        const { shared: back, problems } = decodeLink(letters.join(""));
        if (problems.length === 0) expect(JSON.stringify(back)).toBe(good);
        for (const sample of back?.data ?? []) expect(sample).toEqual(shared.data[0]);
      }),
      { numRuns: 400 },
    );
  });

  test("[SH6] that unpacks to a thousand times its size is refused at once", () => {
    const zeros = new Uint8Array(20_000_000);
    const bomb = `r1${toBase64url(joined([packedPart("notebook", zeros)]))}`;
    expect(bomb.length).toBeLessThan(40_000);
    const memory = process.memoryUsage().arrayBuffers;
    const times = Array.from({ length: 5 }, () => {
      const from = process.cpuUsage();
      expect(codes(bomb)).toEqual(["share/too-large"]);
      const { user } = process.cpuUsage(from);
      return user / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(100);
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(100_000_000);
  });

  test("[SH6] of any bytes never throws, and takes no time", () => {
    const content = fc.uint8Array({ maxLength: 400 });
    const kind = fc.constantFrom<PartKind>("notebook", "about", "run", "sample", "results");
    fc.assert(
      fc.property(fc.array(fc.record({ kind, content }), { maxLength: 5 }), (contents) => {
        const parts = contents.map((one) => packedPart(one.kind, one.content));
        const { problems } = decodeLink(`r1${toBase64url(joined(parts))}`);
        for (const { message } of problems) expect(message.length).toBeGreaterThan(20);
      }),
      { numRuns: 600 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(Array.isArray(decodeLink(`r1${text}`).problems)).toBe(true);
      }),
    );
  });

  test("[SH6] whose counts, depths and keys are hostile is refused by code", () => {
    type Step = (writer: ByteWriter) => void;
    const [count, signed] = [
      (n: number): Step =>
        (w) =>
          w.count(n),
      (n: number): Step =>
        (w) =>
          w.signed(n),
    ];
    const [byte, text] = [
      (n: number): Step =>
        (w) =>
          w.byte(n),
      (said: string): Step =>
        (w) =>
          w.text(said),
    ];
    const [raw, block] = [
      (b: Uint8Array): Step =>
        (w) =>
          w.raw(b),
      (...b: number[]): Step =>
        (w) =>
          w.block(Uint8Array.from(b)),
    ];
    const noTables = [count(0), count(0), count(0)];
    const names = [count(4), byte(1), text("a\nb\nc\nd")];
    const nested = Uint8Array.from({ length: 900_000 }, (_, index) => (index % 2 === 0 ? 5 : 1));
    const hostile: readonly (readonly [string, PartKind, readonly Step[]])[] = [
      ["half a million lists in each other", "about", [...noTables, raw(nested)]],
      ["a list of more than there is", "about", [...noTables, byte(5), count(2 ** 40)]],
      ["texts that are not there", "about", [count(2 ** 31)]],
      ["ids without end", "about", [count(0), count(0), count(2 ** 45), byte(0)]],
      ["a key that is no text", "about", [count(0), count(1), count(1), count(7), count(0), byte(7)]],
      ["what is no record", "about", [...noTables, byte(1)]],
      ["rows without end", "sample", [...names, count(2 ** 50), count(2 ** 50), byte(1), byte(0), byte(2)]],
      ["more rows than the whole", "sample", [count(2), byte(1), text("a\nb"), count(1), count(2)]],
      [
        "a date of no calendar",
        "sample",
        [
          ...names,
          count(1),
          count(1),
          byte(1),
          byte(0),
          byte(3),
          byte(0),
          signed(2 ** 50),
          count(1),
          count(0),
        ],
      ],
      [
        "a table without rows",
        "results",
        [count(1), text("1"), count(0), count(1), byte(0), byte(0), count(0)],
      ],
      ["a table without columns", "results", [count(1), text("1"), count(2 ** 40), count(0)]],
      ["rows of a table without end", "results", [count(1), text("1"), count(2 ** 40), count(1), byte(0)]],
      ["more tables than there are", "results", [count(2 ** 40)]],
      ["an event of no run", "run", [block(0), block(0), block(2), block(), ...noTables]],
      ["a run without events", "run", [block(), block(), block(), block(), ...noTables]],
    ];
    const refused = hostile.map(([what, kind, steps]) => {
      const writer = new ByteWriter();
      for (const step of steps) step(writer);
      const parts = [packedPart("notebook", new TextEncoder().encode("# a")), packedPart(kind, writer.bytes)];
      return [what, decodeLink(`r1${toBase64url(joined(parts))}`)] as const;
    });
    for (const [what, { shared, problems }] of refused) {
      expect({ what, notebook: shared?.notebook }).toEqual({ what, notebook: "# a" });
      expect({ what, codes: problems.map(({ code }) => code.replace("too-large", "malformed")) }).toEqual({
        what,
        codes: ["share/malformed"],
      });
    }
  });

  test("[SH6] with keys of prototypes changes no object but its own", () => {
    const parameters = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
    ) as Record<string, unknown>;
    const { shared } = decodeLink(encodeLink({ ...short, parameters }).text);
    expect(JSON.stringify(shared?.parameters)).toBe(JSON.stringify(parameters));
    expect(Object.getPrototypeOf(shared?.parameters)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("[SH7] that would be too long is refused where it is made", () => {
    let state = 1;
    const noise = Array.from({ length: 1_200_000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return String.fromCharCode(33 + ((state >>> 24) % 94));
    }).join("");
    expect(() => encodeLink({ ...short, notebook: noise })).toThrow(/Leave rows out/);
  });

  test("[SH7] that nobody would read is refused where it is made, and the part is named", async () => {
    const empty = { notebook: "# a", parameters: {}, data: [] };
    const wide = (columns: number, rows: number): DataSample => {
      const column = Array.from({ length: rows }, () => "x");
      const schema = Array.from({ length: columns }, (_, index) => ({ name: `c${index}`, type: "VARCHAR" }));
      return { ...orders(1), schema, numRows: rows, numSampled: rows, values: schema.map(() => column) };
    };
    let deep: unknown = 1;
    for (let level = 0; level < 60; level++) deep = [deep];
    const refused: readonly (readonly [string, SharedNotebook])[] = [
      ["notebook", { ...empty, notebook: "a".repeat(2_000_000) }],
      ["choice of parameters", { ...empty, parameters: { deep } }],
      ["“orders” unpacks", { ...empty, data: [wide(300, 7_000)] }],
      ["“orders” has more columns", { ...empty, data: [wide(10_001, 1)] }],
    ];
    for (const [what, shared] of refused)
      expect(() => encodeLink(shared)).toThrow(
        expect.objectContaining({
          code: "share/too-large",
          message: expect.stringContaining(what) as string,
        }),
      );
    const one = samplePart(wide(100, 7_000));
    expect(decodeLink(linkOf([notebookPart("# a"), one])).problems).toEqual([]);
    expect(() => linkOf([notebookPart("# a"), one, one, one])).toThrow(/unpack to more/);
  });

  test("[SH7] is the same of parts that were packed before", async () => {
    const shared = await whole();
    const about = aboutPart(shared);
    const run = runPart(shared.run ?? []);
    const samples = shared.data.map(samplePart);
    const results = resultsPart(shared.results ?? [], run.tables);
    const parts = [notebookPart(shared.notebook), about, run.part, results, ...samples].filter(
      (part) => part !== undefined,
    );
    const { text } = encodeLink(shared);
    expect(linkOf(parts)).toBe(text);
    expect(charactersOf(parts)).toBe(text.length);
    expect(run.lines).toEqual(decodeLink(text).shared?.run);
  });

  test("[SH1] of a notebook as it is written reads back as the same notebook", () => {
    let count = 0;
    const read = (text: string) => parseNotebook(text, () => `${count++}` as never).notebook;
    const text = serialiseNotebook(read(exampleText("flight-delays")));
    const back = decodeLink(encodeLink({ ...short, notebook: text }).text).shared?.notebook ?? "";
    expect(serialiseNotebook(read(back))).toBe(text);
  });
});
