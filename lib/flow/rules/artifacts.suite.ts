import {
  createEngine,
  createImageArtifact,
  createLinkArtifact,
  createMarkdownArtifact,
  createProgressArtifact,
  createTableArtifact,
  flow,
  listArtifacts,
  memoryStorage,
  readArtifact,
  readFile,
  sleep,
  task,
  updateProgressArtifact,
} from "..";
import { replay } from "../../engine";
import { quietly, suite } from "./harness.suite";

type DataPort = NonNullable<NonNullable<Parameters<typeof createEngine>[0]>["data"]>;
const badKey = "Artifact key must only contain lowercase letters, numbers, and dashes.";

export const artifacts = suite("Artifacts", (rule) => {
  rule("11.1 markdown is kept as it is, and its id is given back", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      createMarkdownArtifact({ key: "report", markdown: "# Hi", description: "says *hi*" }),
    );
    const done = await run(main);
    expect(done.artifacts).toEqual([
      {
        id: await done.value(),
        key: "report",
        type: "markdown",
        data: "# Hi",
        description: "says *hi*",
        metadata: null,
        flowRunId: done.flowRun?.id,
        taskRunId: null,
        created: expect.any(Date) as unknown,
        updated: expect.any(Date) as unknown,
      },
    ]);
  });

  rule("11.1 a link is markdown; its text defaults to its address", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      Promise.all([
        createLinkArtifact({ key: "a", link: "https://a.example", linkText: "A" }),
        createLinkArtifact({ key: "b", link: "https://b.example" }),
        createLinkArtifact({ key: "c", link: "https://c.example", linkText: "" }),
      ]),
    );
    const { artifacts } = await run(main);
    expect(artifacts.map(({ type, data }) => [type, data])).toEqual([
      ["markdown", "[A](https://a.example)"],
      ["markdown", "[https://b.example](https://b.example)"],
      ["markdown", "[https://c.example](https://c.example)"],
    ]);
  });

  rule("11.1 an image is kept by its address", async ({ expect, run }) => {
    const imageUrl = "https://example.com/a.png";
    const { artifacts } = await run(
      flow({ name: "main" }, async () => createImageArtifact({ key: "image", imageUrl })),
    );
    expect(artifacts).toMatchObject([{ type: "image", data: imageUrl, key: "image" }]);
  });

  rule(
    "11.1 a table is a list of rows, columns, or lists of values; kept as JSON",
    async ({ expect, run }) => {
      const main = flow({ name: "main" }, async () =>
        Promise.all([
          createTableArtifact({ key: "rows", table: [{ a: 1, b: "x" }, { a: 2 }] }),
          createTableArtifact({ key: "columns", table: { a: [1, 2], b: ["x", "y"] } }),
          createTableArtifact({ key: "lists", table: [[1, 2], [3]] }),
          createTableArtifact({ key: "none", table: [] }),
        ]),
      );
      const { artifacts } = await run(main);
      expect(artifacts.map(({ type, data }) => [type, JSON.parse(data as string) as unknown])).toEqual([
        ["table", [{ a: 1, b: "x" }, { a: 2 }]],
        ["table", { a: [1, 2], b: ["x", "y"] }],
        ["table", [[1, 2], [3]]],
        ["table", []],
      ]);
    },
  );

  rule("11.1 NaN in a table is null, however deep; what JSON cannot say is text", async ({ expect, run }) => {
    const table = [
      { a: NaN, b: [NaN, { c: NaN }], n: 7n, big: 2n ** 70n, at: new Date(0), set: new Set([1]) },
    ];
    const { artifacts } = await run(flow({ name: "main" }, async () => createTableArtifact({ table })));
    expect(JSON.parse(artifacts[0]?.data as string)).toEqual([
      {
        ...{ a: null, b: [null, { c: null }], n: 7, big: String(2n ** 70n) },
        ...{ at: "1970-01-01T00:00:00.000Z", set: [1] },
      },
    ]);
  });

  rule("11.1 what is no table, text or number is refused, and nothing is kept", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const attempts = await Promise.allSettled([
        createTableArtifact({ table: "x" as never }),
        createTableArtifact({ table: [1, 2] as never }),
        createTableArtifact({ table: [{ a: 1 }, [1]] as never }),
        createTableArtifact({ table: { a: 1 } as never }),
        createMarkdownArtifact({ markdown: 1 as never }),
        createLinkArtifact({ link: undefined as never }),
        createImageArtifact({ imageUrl: null as never }),
        createProgressArtifact({ progress: "1" as never }),
        createProgressArtifact({ progress: NaN }),
      ]);
      return attempts.map((one) => (one.status === "rejected" ? (one.reason as Error).name : "kept"));
    });
    const done = await run(main);
    expect(await done.value()).toEqual(Array(9).fill("TypeError"));
    expect(done.artifacts).toEqual([]);
  });

  rule("11.1 a table that contains itself is refused", async ({ expect, run }) => {
    const row: Record<string, unknown> = {};
    row["self"] = row;
    const { state } = await run(flow({ name: "main" }, async () => createTableArtifact({ table: [row] })));
    expect(state.message).toContain("ValueError: The table cannot be written as JSON");
  });

  rule("11.1 of a table handle the first thousand rows are kept", async ({ expect, run }) => {
    const asked: unknown[] = [];
    const schema = [
      { name: "n", type: "BIGINT" },
      { name: "s", type: "VARCHAR" },
    ];
    const rows = async (_table: unknown, offset: number, limit: number) => {
      asked.push([offset, limit]);
      const numRows = Math.min(limit, 3000 - offset);
      const numbers = Array.from({ length: numRows }, (_, index) => BigInt(offset + index));
      return { schema, numRows, values: [numbers, numbers.map(String)] };
    };
    const data = {
      rows,
      readFile: async (name: string) => ({ kind: "table", name, lineage: "l", schema, numRows: 3000 }),
    } as unknown as DataPort;
    const main = flow({ name: "main" }, async () => {
      const table = await readFile("orders.csv");
      return await createTableArtifact({ key: "orders", table });
    });
    const { artifacts } = await run(main, [], { data });
    const kept = JSON.parse(artifacts[0]?.data as string) as unknown[];
    expect(asked).toEqual([[0, 1000]]);
    expect(kept).toHaveLength(1000);
    expect(kept[999]).toEqual({ n: 999, s: "999" });
    expect(artifacts[0]?.metadata).toEqual({ numRows: "3000" });
  });

  rule("11.1 of a table handle values are kept as the table shows them", async ({ expect, run }) => {
    const types = ["BIGINT", "DECIMAL(10,2)", "FLOAT", "BOOLEAN", "DOUBLE", "HUGEINT", "DATE"];
    const schema = types.map((type) => ({ name: type, type }));
    const texts = async () => ({
      ...{ schema, numRows: 2 },
      values: ["7", "12.30", "0.1", "true", "1e+20", "9007199254740993", "infinity"].map((text) => [
        text,
        null,
      ]),
    });
    const data = {
      texts,
      readFile: async (name: string) => ({ kind: "table", name, lineage: "l", schema, numRows: 2 }),
    } as unknown as DataPort;
    const main = flow({ name: "main" }, async () => {
      return await createTableArtifact({ key: "orders", table: await readFile("orders.csv") });
    });
    const { artifacts } = await run(main, [], { data });
    const [first, second] = JSON.parse(artifacts[0]?.data as string) as Record<string, unknown>[];
    expect(Object.values(first ?? {})).toEqual([
      7,
      "12.30",
      "0.1",
      true,
      1e20,
      "9007199254740993",
      "infinity",
    ]);
    expect(Object.values(second ?? {})).toEqual(types.map(() => null));
  });

  rule(
    "11.1 progress beyond 0 and 100 is clamped, with a warning in the run's log",
    async ({ expect, run }) => {
      const main = flow({ name: "main" }, async () => {
        const id = await createProgressArtifact({ key: "bar", progress: -5 });
        await updateProgressArtifact(id, 150.5);
      });
      const { artifacts, logs } = await run(main);
      expect(artifacts.map(({ type, data }) => [type, data])).toEqual([["progress", 100]]);
      expect(logs.filter(({ level }) => level === "warning").map(({ message }) => message)).toEqual([
        "ProgressArtifact received an invalid value, Progress: -5.0%",
        "Interpreting as 0.0% progress",
        "ProgressArtifact received an invalid value, Progress: 150.5%",
        "Interpreting as 100.0% progress",
      ]);
    },
  );

  rule("11.1 the ends of progress are no excess, and a key is optional", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      Promise.all([createProgressArtifact({ progress: 0 }), createProgressArtifact({ progress: 100 })]),
    );
    const { artifacts, logs } = await run(main);
    expect(artifacts.map(({ key, data }) => [key, data])).toEqual([
      [null, 0],
      [null, 100],
    ]);
    expect(logs.filter(({ level }) => level === "warning")).toEqual([]);
  });

  rule(
    "11.1 an update shows as the latest value in its place, and a replay gives the same",
    async ({ expect, run }) => {
      const main = flow({ name: "main" }, async () => {
        const id = await createProgressArtifact({ key: "bar", progress: 10, description: "to do" });
        await createMarkdownArtifact({ key: "after", markdown: "x" });
        await sleep(60);
        const same = await updateProgressArtifact(id, 50);
        await updateProgressArtifact(id, 75, { description: "soon" });
        return same === id;
      });
      const done = await run(main);
      expect(await done.value()).toBe(true);
      expect(done.artifacts).toMatchObject([
        { key: "bar", type: "progress", data: 75, description: "soon" },
        { key: "after" },
      ]);
      const [bar] = done.artifacts;
      expect(bar && bar.updated.getTime() - bar.created.getTime()).toBe(60_000);
      expect(done.events.filter(({ type }) => type === "artifact")).toHaveLength(4);
      expect(replay(done.events).artifacts).toEqual(done.artifacts);
    },
  );

  rule("11.1 an update without a description keeps the one that is there", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await updateProgressArtifact(await createProgressArtifact({ progress: 1, description: "d" }), 2);
    });
    expect((await run(main)).artifacts).toMatchObject([{ data: 2, description: "d" }]);
  });

  rule("11.1 an update of what is no progress artifact is refused", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const markdown = await createMarkdownArtifact({ key: "text", markdown: "x" });
      const attempts = await Promise.allSettled([
        updateProgressArtifact(markdown, 5),
        updateProgressArtifact("nothing", 5),
      ]);
      return attempts.map((one) => (one.status === "rejected" ? String(one.reason) : "updated"));
    });
    const texts = (await (await run(main)).value()) as string[];
    expect(texts).toHaveLength(2);
    for (const text of texts)
      expect(text).toMatch(/^ValueError: Artifact not found: there is no progress artifact with the id '/);
  });

  rule("11.1 progress can be told of from another run", async ({ expect, engine }) => {
    const one = engine();
    const start = flow({ name: "start" }, async () => createProgressArtifact({ key: "bar", progress: 1 }));
    const go = flow({ name: "go" }, async (id: string) => updateProgressArtifact(id, 99));
    const id = await (await one.run(start)).value();
    expect((await one.run(go, [id])).artifacts).toMatchObject([{ id, data: 99 }]);
    const read = flow({ name: "read" }, async () => readArtifact("bar"));
    expect(await (await one.run(read)).value()).toMatchObject({ id, data: 99 });
  });

  rule("11.2 keys are lower-case letters, digits and dashes", async ({ expect, run }) => {
    const keys = ["Report", "a_b", "a b", "ä", "a/b", "", "a.b"];
    const main = flow({ name: "main" }, async () => {
      const make = (key: string) => createMarkdownArtifact({ key, markdown: "x" });
      const attempts = await Promise.allSettled([...keys, "0-good-key-9"].map(make));
      return attempts.map((one) => (one.status === "rejected" ? String(one.reason) : "kept"));
    });
    const done = await run(main);
    expect(await done.value()).toEqual([...keys.map(() => `ValueError: ${badKey}`), "kept"]);
    expect(done.artifacts.map(({ key }) => key)).toEqual(["0-good-key-9"]);
  });

  rule("11.2 a bad key fails the run that does not catch it", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => createProgressArtifact({ key: "No!", progress: 1 }));
    expect(String((await run(main)).state)).toBe(
      `Failed('Flow run encountered an exception: ValueError: ${badKey}')`,
    );
  });

  rule(
    "11.2 the same key again is a new version, and the latest is what is read",
    async ({ expect, run }) => {
      const main = flow({ name: "main" }, async () => {
        await createMarkdownArtifact({ key: "report", markdown: "one" });
        await createMarkdownArtifact({ key: "report", markdown: "two" });
        await createMarkdownArtifact({ key: "report-2", markdown: "other" });
        await createMarkdownArtifact({ markdown: "without a key" });
        const texts = (all: readonly { data: unknown }[]) => all.map(({ data }) => data);
        return [
          (await readArtifact("report"))?.data,
          texts(await listArtifacts("report")),
          texts(await listArtifacts()),
        ];
      });
      const done = await run(main);
      expect(await done.value()).toEqual(["two", ["two", "one"], ["without a key", "other", "two", "one"]]);
      expect(done.artifacts).toHaveLength(4);
    },
  );

  rule("11.2 engines of one storage share artifacts; others do not", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const write = flow({ name: "write" }, async (markdown: string) =>
      createMarkdownArtifact({ key: "k", markdown }),
    );
    const read = flow({ name: "read" }, async () => (await readArtifact("k"))?.data ?? null);
    await engine({ storage }).run(write, ["first"]);
    await engine({ storage }).run(write, ["second"]);
    expect(await (await engine({ storage }).run(read)).value()).toBe("second");
    expect(await (await engine().run(read)).value()).toBe(null);
  });

  rule(
    "11.2 an artifact names its flow run, and its task run where it is a task's",
    async ({ expect, run }) => {
      const inTask = task({ name: "inTask" }, async () =>
        createMarkdownArtifact({ key: "task", markdown: "t" }),
      );
      const child = flow({ name: "child" }, async () =>
        createMarkdownArtifact({ key: "child", markdown: "c" }),
      );
      const main = flow({ name: "main" }, async () => {
        await createMarkdownArtifact({ key: "flow", markdown: "f" });
        await inTask();
        await inTask.submit().result();
        await child();
      });
      const { artifacts, flowRuns, taskRuns } = await run(main);
      const [root, sub] = flowRuns.map(({ id }) => id);
      const [called, submitted] = taskRuns
        .filter(({ taskKey }) => taskKey.startsWith("inTask"))
        .map(({ id }) => id);
      expect(artifacts.map(({ key, flowRunId, taskRunId }) => [key, flowRunId, taskRunId])).toEqual([
        ["flow", root, null],
        ["task", root, called],
        ["task", root, submitted],
        ["child", sub, null],
      ]);
    },
  );

  rule("11.2 a task on its own leaves artifacts without a flow run", async ({ expect, run }) => {
    const alone = task({ name: "alone" }, async () => createMarkdownArtifact({ key: "k", markdown: "x" }));
    const { artifacts, taskRuns } = await run(alone);
    expect(artifacts).toMatchObject([{ flowRunId: null, taskRunId: taskRuns[0]?.id }]);
  });

  rule("11.2 metadata is text, of 500 characters at most", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await createMarkdownArtifact({
        markdown: "x",
        metadata: { short: "s", exact: "e".repeat(500), long: "l".repeat(501) },
      });
      await createMarkdownArtifact({ markdown: "x", metadata: { number: 1 as never } });
    });
    const { artifacts, state } = await run(main);
    expect(artifacts[0]?.metadata).toEqual({
      short: "s",
      exact: "e".repeat(500),
      long: `${"l".repeat(500)}...`,
    });
    expect(state.message).toContain("TypeError: The metadata 'number' of an artifact must be a string.");
  });

  rule("11.2 what is too large for a run's record is refused", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      createMarkdownArtifact({ markdown: "x".repeat(1_000_001) }),
    );
    expect((await run(main)).state.message).toContain("must have at most 1000000 characters, not 1000001");
  });

  rule("11.2 an artifact has the time of its making", async ({ expect, run, clock }) => {
    const begun = clock.now();
    const main = flow({ name: "main" }, async () => {
      await sleep(90);
      await createMarkdownArtifact({ markdown: "x" });
    });
    const { artifacts } = await run(main);
    expect(artifacts.map(({ created }) => created.getTime() - begun)).toEqual([90_000]);
  });

  rule("11.3 outside of a run it is allowed, with a warning", async ({ expect }) => {
    const [id, warnings] = await quietly("warn", async () =>
      createMarkdownArtifact({ key: "outside", markdown: "x" }),
    );
    expect(warnings).toEqual([
      "Artifact creation outside of a flow or task run is deprecated and will be removed in a later version.",
    ]);
    expect(await readArtifact("outside")).toMatchObject({ id, flowRunId: null, taskRunId: null });
    const [, inRun] = await quietly("warn", async () =>
      createEngine().run(flow({ name: "main" }, async () => createMarkdownArtifact({ markdown: "x" }))),
    );
    expect(inRun).toEqual([]);
  });

  rule("11.3 outside of a run a clamped progress warns on the console", async ({ expect }) => {
    const [, warnings] = await quietly("warn", async () => createProgressArtifact({ progress: 101 }));
    expect(warnings).toEqual([
      "ProgressArtifact received an invalid value, Progress: 101.0%",
      "Interpreting as 100.0% progress",
      expect.stringContaining("outside of a flow or task run"),
    ]);
  });

  rule("11.3 a key that nothing has gives null, and an empty list", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => [
      await readArtifact("missing"),
      await readArtifact("Not a key!"),
      await listArtifacts("missing"),
      await listArtifacts(),
    ]);
    expect(await (await run(main)).value()).toEqual([null, null, [], []]);
  });
});
