import { emitEvent, flow, sleep, tags, task } from "..";
import { suite } from "./harness.suite";

const resource = { "prefect.resource.id": "shop.order.7" };
const id = "prefect.resource.id";
const role = "prefect.resource.role";

/** The text of what a call throws. */
function thrownBy(fn: () => unknown): string {
  try {
    fn();
    return "nothing";
  } catch (error) {
    return String(error);
  }
}

export const events = suite("Events", (rule) => {
  rule("11.12 an event is recorded, and given back with an id and a time", async ({ expect, run, clock }) => {
    const begun = clock.now();
    const main = flow({ name: "main" }, async () => {
      await sleep(5);
      return emitEvent({ event: "order.paid", resource, payload: { cents: 1250, items: ["a"] } });
    });
    const done = await run(main);
    const emitted = (await done.value()) as ReturnType<typeof emitEvent>;
    expect(emitted).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      occurred: new Date(begun + 5000),
      event: "order.paid",
      resource,
      related: expect.any(Array) as unknown,
      payload: { cents: 1250, items: ["a"] },
      follows: null,
    });
    const { id: eventId, related } = emitted;
    expect(done.events.filter(({ type }) => type === "emitted")).toEqual([
      {
        ...{ type: "emitted", at: begun + 5000, id: eventId, event: "order.paid", resource, related },
        payload: { cents: 1250, items: ["a"] },
      },
    ]);
  });

  rule("11.12 the run, its flow and its tags are among what is related", async ({ expect, run }) => {
    const emit = task({ name: "emit", tags: ["t", "a"] }, async () =>
      emitEvent({ event: "e", resource, related: [{ [id]: "shop.customer.1", [role]: "buyer" }] }),
    );
    const main = flow({ name: "main" }, async () => emit());
    const done = await tags("z").run(() => run(main));
    const { related } = (await done.value()) as ReturnType<typeof emitEvent>;
    const [taskRun] = done.taskRuns;
    expect(related).toEqual([
      { [id]: "shop.customer.1", [role]: "buyer" },
      {
        [id]: `prefect.flow-run.${done.flowRun?.id}`,
        [role]: "flow-run",
        "prefect.resource.name": done.flowRun?.name,
      },
      { [id]: `prefect.task-run.${taskRun?.id}`, [role]: "task-run", "prefect.resource.name": taskRun?.name },
      { [id]: "prefect.flow.main", [role]: "flow", "prefect.resource.name": "main" },
      ...(taskRun?.tags ?? []).toSorted().map((tag) => ({ [id]: `prefect.tag.${tag}`, [role]: "tag" })),
    ]);
    expect(taskRun?.tags).toEqual(expect.arrayContaining(["t", "a"]));
  });

  rule("11.12 what the author named is not named again", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      emitEvent({ event: "e", resource: { [id]: "prefect.flow.main" } }),
    );
    const { related } = (await (await run(main)).value()) as ReturnType<typeof emitEvent>;
    expect(related.map((one) => one[role])).toEqual(["flow-run"]);
  });

  rule("11.12 a name has at most 1024 characters", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => [
      emitEvent({ event: "x".repeat(1024), resource }).event.length,
      thrownBy(() => emitEvent({ event: "x".repeat(1025), resource })),
      thrownBy(() => emitEvent({ event: 1 as never, resource })),
    ]);
    expect(await (await run(main)).value()).toEqual([
      1024,
      "ValueError: An event's name must have at most 1024 characters, not 1025.",
      "ValueError: An event's name must be a string, got number.",
    ]);
  });

  rule("11.12 a resource must say which it is", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => [
      thrownBy(() => emitEvent({ event: "e", resource: {} })),
      thrownBy(() => emitEvent({ event: "e", resource: { [id]: "" } })),
      thrownBy(() => emitEvent({ event: "e", resource: { [id]: 1 as never } })),
      thrownBy(() => emitEvent({ event: "e", resource: undefined as never })),
      thrownBy(() => emitEvent({ event: "e", resource: { ...labels(500), [id]: "x" } })),
    ]);
    const done = await run(main);
    expect(await done.value()).toEqual([
      "ValueError: Resources must include the prefect.resource.id label",
      "ValueError: The prefect.resource.id label must be non-empty",
      "ValueError: The prefect.resource.id label must be a string, got number.",
      "ValueError: Resources must be objects of labels, got undefined.",
      "ValueError: The maximum number of labels per resource is 500",
    ]);
    expect(done.events.filter(({ type }) => type === "emitted")).toEqual([]);
  });

  rule("11.12 a related resource has a role, and there are 100 at most", async ({ expect, run }) => {
    const one = { [id]: "x", [role]: "r" };
    const with_ = (related: readonly Record<string, string>[]) =>
      emitEvent({ event: "e", resource, related });
    const main = flow({ name: "main" }, async () => [
      thrownBy(() => with_([{ [id]: "x" }])),
      thrownBy(() => with_([{ [id]: "x", [role]: "" }])),
      thrownBy(() => with_([{ [role]: "r" }])),
      thrownBy(() => with_(Array(101).fill(one) as (typeof one)[])),
      with_(Array(100).fill(one) as (typeof one)[]).related.length,
      with_(Array(99).fill(one) as (typeof one)[])
        .related.map((each) => each[role])
        .at(-1),
    ]);
    expect(await (await run(main)).value()).toEqual([
      "ValueError: Related Resources must include the prefect.resource.role label",
      "ValueError: The prefect.resource.role label must be non-empty",
      "ValueError: Related Resources must include the prefect.resource.id label",
      "ValueError: The maximum number of related resources is 100",
      100,
      "flow-run",
    ]);
  });

  rule("11.12 an event has at most 1.5 MB", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => [
      emitEvent({ event: "e", resource, payload: { text: "x".repeat(1_499_000) } }).event,
      thrownBy(() => emitEvent({ event: "e", resource, payload: { text: "x".repeat(1_500_000) } })),
      thrownBy(() => emitEvent({ event: "e", resource, payload: { text: "€".repeat(600_000) } })),
    ]);
    const [event, ...errors] = (await (await run(main)).value()) as string[];
    expect(event).toBe("e");
    for (const error of errors)
      expect(error).toMatch(/^EventTooLarge: Event is too large to emit \(\d+ > 1500000 bytes\)$/);
  });

  rule("11.12 a payload is plain data, kept as it was", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const payload = { list: [1], at: new Date(0), skipped: undefined };
      const emitted = emitEvent({ event: "e", resource, payload });
      payload.list.push(2);
      const ring: Record<string, unknown> = {};
      ring["ring"] = ring;
      return [
        emitted.payload,
        emitEvent({ event: "e", resource }).payload,
        thrownBy(() => emitEvent({ event: "e", resource, payload: ring }))
          .split(":", 2)
          .join(":"),
        thrownBy(() => emitEvent({ event: "e", resource, payload: { big: 1n } }))
          .split(":", 2)
          .join(":"),
        thrownBy(() => emitEvent({ event: "e", resource, payload: [1] as never })),
      ];
    });
    expect(await (await run(main)).value()).toEqual([
      { list: [1], at: "1970-01-01T00:00:00.000Z" },
      {},
      "ValueError: The payload of 'e' cannot be written as JSON",
      "ValueError: The payload of 'e' cannot be written as JSON",
      "ValueError: The payload of 'e' must be an object, got array.",
    ]);
  });

  rule(
    "11.12 an event follows the one before it, where that is within five minutes",
    async ({ expect, run }) => {
      const inTask = task({ name: "inTask" }, async () => emitEvent({ event: "three", resource }));
      const main = flow({ name: "main" }, async () => {
        const one = emitEvent({ event: "one", resource });
        await sleep(299.999);
        const two = emitEvent({ event: "two", resource });
        const three = await inTask();
        await sleep(300);
        const four = emitEvent({ event: "four", resource });
        return [one.follows, two.follows === one.id, three.follows === two.id, four.follows];
      });
      const done = await run(main);
      expect(await done.value()).toEqual([null, true, true, null]);
      const follows = done.events.flatMap((event) =>
        event.type === "emitted" ? [event.follows ?? null] : [],
      );
      expect(follows.map((one) => one !== null)).toEqual([false, true, true, false]);
    },
  );

  rule("11.12 which event came before can be said", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const one = emitEvent({ event: "one", resource });
      emitEvent({ event: "two", resource });
      const three = emitEvent({ event: "three", resource, follows: one });
      const free = emitEvent({ event: "free", resource, follows: null });
      await sleep(400);
      const late = emitEvent({ event: "late", resource, follows: one });
      return [three.follows === one.id, free.follows, late.follows];
    });
    expect(await (await run(main)).value()).toEqual([true, null, null]);
  });

  rule("11.12 ids differ, and what is recorded is not changed by who emitted it", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const own = { ...resource };
      const one = emitEvent({ event: "one", resource: own });
      own[id] = "changed";
      return [one.resource, one.id === emitEvent({ event: "one", resource }).id];
    });
    expect(await (await run(main)).value()).toEqual([resource, false]);
  });

  rule("11.12 outside of a run an event has nothing of a run", ({ expect }) => {
    expect(emitEvent({ event: "e", resource })).toMatchObject({ event: "e", related: [], follows: null });
  });

  rule("11.12 the names of Runnel's own events are not for authors", ({ expect }) => {
    expect(thrownBy(() => emitEvent({ event: "runnel.run.requested", resource }))).toContain("is reserved");
  });
});

function labels(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, "x"]));
}
