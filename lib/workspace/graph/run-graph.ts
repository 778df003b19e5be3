import { failuresBelow, type GroupFold, type RunLook, type Edge, type Count } from "../../fold";
import type { GraphEdge, GraphNode, GraphState, RunGraph } from "../../graph";
import type { Definition } from "../../notebook";
import type { Preview } from "../../runtime";
import { kindOf } from "./notebook-graph";

/** Task runs of a group that are asked whether something changed: those of a map say the same. */
const mostAsked = 100;

/** Columns of a table that are named on its edge. */
const mostColumns = 20;

export interface GraphOfRun {
  readonly graph: RunGraph;
  /** The node of a group or a task run. */
  readonly nodeOf: (id: string) => string | undefined;
}

/**
 * A run as a graph, as it is looked at: a node for each task, with its runs by state, and a box for each subflow. What a subflow
 * that is called often has in it is drawn once. `definitions` are those of the notebook as it is now: cells and kinds.
 */
export function graphOfRun(look: RunLook, definitions: readonly Definition[]): GraphOfRun {
  const known = new Map(definitions.map((one) => [one.name, one]));
  /** Each node by its groups, in the order in which the first of each came. */
  const nodes = new Map<string, { readonly groups: GroupFold[]; readonly parent: string | undefined }>();
  const nodeOfGroup = new Map<string, string>();
  const visit = (groups: readonly GroupFold[], parent: string | undefined): void => {
    const own = new Map<string, string>();
    for (const group of groups) {
      const key = `${group.definition ?? ""} ${group.name}`;
      const id = own.get(key) ?? group.id;
      own.set(key, id);
      nodeOfGroup.set(group.id, id);
      const node = nodes.get(id);
      if (node) node.groups.push(group);
      else nodes.set(id, { groups: [group], parent });
    }
    for (const id of own.values())
      visit(nodes.get(id)?.groups.flatMap((group) => below(group, look)) ?? [], id);
  };
  visit(look.groupsOf(), undefined);

  const edges = new Map<string, GraphEdge>();
  for (const edge of look.edges) {
    const [from, to] = [nodeOfGroup.get(edge.from.id), nodeOfGroup.get(edge.to.id)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    if (edges.get(key)?.kind !== "data")
      edges.set(key, { from, to, kind: edge.kind, ...carried(edge, look) });
  }
  const drawn = [...nodes].map(([id, { groups, parent }]): GraphNode => {
    const [first] = groups;
    const definition = first?.definition ? known.get(first.definition) : undefined;
    const ms = lasted(groups, look);
    const failedBelow = groups.reduce((sum, group) => sum + failuresBelow(group, look), 0);
    const note = groups.some((group) => changed(group, look)) ? "changed since the last run" : undefined;
    return {
      id,
      label: first?.name ?? "",
      kind: first?.tasks[0]?.child ? "flow" : kindOf(definition),
      count: groups.reduce((sum, group) => sum + look.sizeOf(group), 0),
      states: statesOf(groups.flatMap((group) => look.countsOf(group))),
      ...(failedBelow > 0 && { failedBelow }),
      ...(parent !== undefined && { parent }),
      ...(definition && { cell: definition.cell }),
      ...(ms !== undefined && { ms }),
      ...(note !== undefined && { note }),
    };
  });
  return {
    graph: { nodes: drawn, edges: [...edges.values()] },
    nodeOf: (id) => nodeOfGroup.get(id) ?? nodeOfGroup.get(taskOf(id, look)?.group.id ?? ""),
  };
}

function taskOf(id: string, look: RunLook): ReturnType<RunLook["task"]> {
  return look.task(id as Parameters<RunLook["task"]>[0]);
}

/** The groups of the flow runs that a group's task runs stand for. */
function below(group: GroupFold, look: RunLook): readonly GroupFold[] {
  // All of a group are runs of one definition.
  if (!group.tasks[0]?.child) return [];
  return group.tasks.slice(0, look.sizeOf(group)).flatMap(({ child }) => (child ? look.groupsOf(child) : []));
}

/** What says most first: what failed, what is under way, what did not run, what ran, what was served. */
function statesOf(counts: readonly Count[]): readonly GraphState[] {
  const sums = new Map<string, GraphState>();
  for (const { type, name, count } of counts) {
    const key = `${type} ${name}`;
    sums.set(key, { type, name, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ type, name }: GraphState): number {
  if (type === "FAILED" || type === "CRASHED") return 0;
  if (type === "CANCELLED" || name === "NotReady") return 2;
  if (type !== "COMPLETED") return 1;
  return name === "Cached" ? 4 : 3;
}

/** Milliseconds from the first start to the last end; undefined where none ran, or one is under way. */
function lasted(groups: readonly GroupFold[], look: RunLook): number | undefined {
  const spans = groups.flatMap((group) => look.spanOf(group) ?? []);
  const ends = spans.flatMap(({ to }) => to ?? []);
  if (spans.length === 0 || ends.length < spans.length) return undefined;
  return ends.reduce((a, b) => Math.max(a, b)) - spans.reduce((a, { from }) => Math.min(a, from), Infinity);
}

/** Whether a group's task runs had other keys than their counterparts in the last run. */
function changed(group: GroupFold, look: RunLook): boolean {
  return group.tasks
    .slice(0, Math.min(mostAsked, look.sizeOf(group)))
    .some(
      ({ decided, differs }) => decided && decided.position < look.position && (differs?.length ?? 0) > 0,
    );
}

/** The rows that go along an edge, where one run gave them. */
function carried({ from, kind }: Edge, look: RunLook): Pick<GraphEdge, "label" | "detail"> {
  const [task] = from.tasks;
  if (kind === "order" || !task || look.sizeOf(from) !== 1) return {};
  const state = look.stateOf(task);
  const preview = state?.isCompleted() ? (state.data as Preview | undefined) : undefined;
  if (preview?.kind === "table") {
    const { schema, numRows } = preview.table;
    return rowsOf(numRows, schema.map(({ name, type }) => `${name} ${type}`)); // prettier-ignore
  }
  return preview?.kind === "rows" ? rowsOf(preview.total, preview.columns) : {};
}

function rowsOf(count: number, columns: readonly string[]): Required<Pick<GraphEdge, "label" | "detail">> {
  const more = columns.length > mostColumns ? `, and ${columns.length - mostColumns} more` : "";
  return {
    label: `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"} × ${columns.length}`,
    detail: columns.slice(0, mostColumns).join(", ") + more,
  };
}
