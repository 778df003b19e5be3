import type { StoredEvent } from "../../runtime";

type Stored = Readonly<Record<string, unknown>>;

const id = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/**
 * Where two recordings of one simulated run part, in words; undefined where they are one. Ids count by the order of their coming, and what the
 * page noted beside a run counts for nothing: that depends on the runs before it.
 */
export function firstDifference(
  recorded: readonly StoredEvent[],
  again: readonly StoredEvent[],
): string | undefined {
  const [one, other] = [comparable(recorded), comparable(again)];
  const names = namesIn([...recorded, ...again]);
  for (let place = 0; place < Math.max(one.length, other.length); place++) {
    const [was, is] = [one[place], other[place]];
    if (was?.text === is?.text) continue;
    const told = (event: (typeof one)[number] | undefined) =>
      event ? eventText(event.event, names) : "the run is over";
    const [before, after] = [told(was), told(is)];
    return before === after
      ? `At event ${place + 1}, ${before}, but not as when it is run again.`
      : `At event ${place + 1} of the record ${before}; when it is run again, ${after}.`;
  }
  return undefined;
}

function comparable(lines: readonly StoredEvent[]) {
  const numbers = new Map<string, string>();
  return lines.flatMap((line) => {
    const event = JSON.parse(line) as Stored;
    if (String(event["event"]).startsWith("runnel.")) return [];
    const text = JSON.stringify(event).replaceAll(id, (one) => {
      const number = numbers.get(one) ?? `id ${numbers.size}`;
      numbers.set(one, number);
      return number;
    });
    return [{ event, text }];
  });
}

function namesIn(lines: readonly StoredEvent[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const line of lines) {
    const event = JSON.parse(line) as Stored;
    const made = (event["taskRun"] ?? event["flowRun"]) as Stored | undefined;
    if (made) names.set(String(made["id"]), String(made["name"]));
  }
  return names;
}

function eventText(event: Stored, names: ReadonlyMap<string, string>): string {
  const type = String(event["type"]);
  const name = names.get(String(event["id"] ?? event["taskRunId"] ?? event["flowRunId"])) ?? "the run";
  switch (type) {
    case "flow-run":
      return `the run ${String((event["flowRun"] as Stored)["name"])} begins`;
    case "task-run":
      return `${String((event["taskRun"] as Stored)["name"])} is made`;
    case "flow-state":
    case "task-state": {
      const state = event["state"] as Stored;
      return `${name} is ${String(state["name"] ?? state["type"])}`;
    }
    case "log":
      return `${name} says “${String(event["message"]).slice(0, 80)}”`;
    default:
      return `there is “${type}” of ${name}`;
  }
}
