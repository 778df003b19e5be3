import {
  ConcurrentTaskRunner,
  INPUTS,
  Secret,
  createMarkdownArtifact,
  createTableArtifact,
  emitEvent,
  flow,
  getRunLogger,
  memoryStorage,
  task,
} from "..";
import { encode, type Storage } from "../../engine";
import { suite } from "./harness.suite";

const text = "hunter2";
const secrets = { read: async (name: string) => (name === "password" ? text : undefined) };

export const secretRules = suite("Secrets", (rule) => {
  rule("11.5 a secret is loaded by its name, and `get` gives its text", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => (await Secret.load("password")).get());
    expect(await (await run(main, [], { secrets })).value()).toBe(text);
  });

  rule("11.5 a missing secret is a ValueError that says what to do", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => Secret.load("other"));
    const { state } = await run(main, [], { secrets });
    expect(state.message).toBe(
      "Flow run encountered an exception: ValueError: No secret named other could be read. Add a secret of that name where this engine's secrets are kept.",
    );
  });

  rule("11.5 an engine without secrets has none", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => Secret.load("password"));
    const { state } = await run(main);
    expect(state.message).toContain("ValueError: No secret named password");
    expect(state.message).toContain("createEngine({ secrets");
    await expect(Secret.load("password")).rejects.toThrow("No secret named password could be read");
  });

  rule("11.5 it shows as **** wherever it is printed", ({ expect }) => {
    const secret = new Secret(text);
    const shown = [
      String(secret),
      `>${secret as unknown as string}<`,
      secret.toString(),
      "".concat(secret as unknown as string),
      JSON.stringify(secret),
      JSON.stringify({ deep: [secret] }),
      String([secret]),
      new Error(secret as never).message,
      Object.values(secret).map(String).join(),
      (secret as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]?.(),
    ];
    expect(shown.slice(0, 8)).toEqual([
      ...["****", ">****<", "****", "****", '"****"', '{"deep":["****"]}', "****", "****"],
    ]);
    expect(shown[9]).toBe("****");
    expect(shown.join()).not.toContain(text);
    expect(Object.getOwnPropertyNames(secret)).toEqual(["get"]);
  });

  rule("11.5 the platform refuses to clone it, and the engine to store or send it", ({ expect }) => {
    const secret = new Secret(text);
    expect(() => structuredClone(secret)).toThrow(/could not be cloned/);
    expect(() => encode({ deep: [secret] })).toThrow("A secret is neither stored nor sent");
  });

  rule("11.5 it cannot be changed", ({ expect }) => {
    const secret = new Secret(text);
    expect(() => ((secret as { get: unknown }).get = () => "other")).toThrow(TypeError);
    expect(secret.get()).toBe(text);
  });

  rule("11.5 nothing that a run leaves has its text", async ({ expect, run }) => {
    const written: string[] = [];
    const memory = memoryStorage();
    const storage: Storage = {
      ...memory,
      async write(key, value, ifVersion) {
        written.push(key, JSON.stringify(value));
        return await memory.write(key, value, ifVersion);
      },
    };
    const use = task({ name: "use", persistResult: true, cachePolicy: INPUTS }, async (secret: Secret) => {
      getRunLogger().info("log", secret, { secret });
      console.log("print", secret, [secret]);
      console.log("format %s %o", secret, { secret });
      await createMarkdownArtifact({ key: "text", markdown: `secret ${String(secret)}` });
      await createTableArtifact({ key: "table", table: [{ secret }] });
      emitEvent({ event: "used", resource: { "prefect.resource.id": "x" }, payload: { secret } });
      return secret;
    });
    const main = flow({ name: "main", logPrints: true, taskRunner: ConcurrentTaskRunner() }, async () => {
      const secret = await Secret.load("password");
      return (await use(secret)).get() === text && (await use.submit(secret).result()).get() === text;
    });
    const done = await run(main, [], { secrets, storage });
    expect(await done.value()).toBe(true);
    const messages = done.logs.map(({ message }) => message);
    expect(messages).toEqual(
      expect.arrayContaining([
        'log **** {"secret":"****"}',
        'print **** ["****"]',
        'format **** {"secret":"****"}',
      ]),
    );
    expect(done.artifacts.map(({ data }) => data)).toContain("secret ****");
    expect(JSON.stringify([messages, done.artifacts, written])).not.toContain(text);
    expect(JSON.stringify(done.events)).not.toContain(text);
  });

  rule("7.22 no cache key is made of a secret: another secret never hits", async ({ expect, engine }) => {
    let calls = 0;
    const use = task({ name: "use", cachePolicy: INPUTS, persistResult: true }, async (secret: Secret) => {
      calls += 1;
      return secret.get().length;
    });
    const one = engine();
    expect(await (await one.run(use, [new Secret("a")])).value()).toBe(1);
    expect(await (await one.run(use, [new Secret("bb")])).value()).toBe(2);
    expect(calls).toBe(2);
  });
});
