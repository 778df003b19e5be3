import { acrossOf } from "./across";
import { ranksOf, type Link, type Ranks } from "./ranks";
import { orderedRows } from "./rows";

/** How much room something takes: along the way that the data goes, and across it. */
export interface Room {
  readonly along: number;
  readonly across: number;
}

export interface Level {
  readonly rooms: readonly Room[];
  readonly links: readonly Link[];
}

export interface Gaps {
  /** Between one rank and the next: the lines are there. */
  readonly along: number;
  /** Between nodes of a rank. */
  readonly across: number;
}

/** Where the nodes of a level are, the least of each. */
export interface PlacedLevel {
  readonly at: readonly Room[];
  /** Where each link goes between its ends, in order. */
  readonly bends: readonly (readonly Room[])[];
  readonly room: Room;
  readonly isRing: boolean;
}

/** Nodes, and bends of links, up to which the lines are led round the nodes and untangled. Above it is depth and order alone. */
const mostUntangled = { nodes: 300, bends: 4_000 };

/** Places nodes by depth. What has no link at all stands below the others on the page, in lines: along, or across where `isAlong` is false. */
export function placedLevel({ rooms, links }: Level, gaps: Gaps, isAlong: boolean): PlacedLevel {
  const linked = new Set(links.flat());
  const [some, alone]: [number[], number[]] = [[], []];
  for (const node of rooms.keys()) (linked.has(node) ? some : alone).push(node);
  const number = new Map(some.map((node, index) => [node, index]));
  const roomOf = (node: number) => rooms[node] ?? nothing;
  const ranked = placedRanks(
    some.map(roomOf),
    links.map(([from, to]) => [number.get(from) ?? 0, number.get(to) ?? 0]),
    gaps,
  );
  const way = isAlong ? (room: Room) => room : turned;
  const gap = way(gaps);
  const above = way(ranked.room);
  const lines = placedLines(
    alone.map((node) => way(roomOf(node))),
    above.along,
    gap,
  );
  const below = some.length > 0 && alone.length > 0 ? above.across + gap.across : above.across;
  const at = rooms.map(() => nothing);
  some.forEach((node, index) => (at[node] = ranked.at[index] ?? nothing));
  alone.forEach((node, index) => {
    const { along, across } = lines.at[index] ?? nothing;
    at[node] = way({ along, across: across + below });
  });
  const room = way({
    along: Math.max(above.along, lines.room.along),
    across: below + lines.room.across,
  });
  return { at, bends: ranked.bends, room, isRing: ranked.isRing };
}

const nothing: Room = { along: 0, across: 0 };

/** What is along as across, and the other way round. */
function turned({ along, across }: Room): Room {
  return { along: across, across: along };
}

function placedRanks(rooms: readonly Room[], links: readonly Link[], gaps: Gaps): PlacedLevel {
  if (rooms.length === 0) return { at: [], bends: [], room: nothing, isRing: false };
  const ranks = ranksOf(rooms.length, links);
  const { steps, chains, all } = withBends(ranks, rooms.length);
  const rows: number[][] = Array.from({ length: Math.max(...ranks.of) + 1 }, () => []);
  all.forEach((rank, node) => rows[rank]?.push(node));
  const ordered = chains ? orderedRows(rows, all.length, steps) : rows;
  const sizes = all.map((_, node) => rooms[node]?.across ?? 0);
  const across = acrossOf(ordered, steps, { sizes, gap: gaps.across, bendsFrom: rooms.length });

  const thick = rows.map((row) => Math.max(0, ...row.map((node) => rooms[node]?.along ?? 0)));
  const starts: number[] = [];
  let end = 0;
  for (const one of thick) {
    starts.push(end);
    end += one + gaps.along;
  }
  const startOf = (node: number) => starts[all[node] ?? 0] ?? 0;
  /** A bend passes its whole rank straight. */
  const passing = (node: number): Room[] => {
    const middle = across[node] ?? 0;
    const start = startOf(node);
    return [
      { along: start, across: middle },
      { along: start + (thick[all[node] ?? 0] ?? 0), across: middle },
    ];
  };
  return {
    at: rooms.map((room, node) => ({
      along: startOf(node),
      across: (across[node] ?? 0) - room.across / 2,
    })),
    bends: links.map((link, index) => {
      const way = (chains?.[index] ?? []).flatMap(passing);
      return ranks.links[index]?.[0] === link[0] ? way : way.reverse();
    }),
    room: {
      along: end - gaps.along,
      across: Math.max(...across.map((middle, node) => middle + (sizes[node] ?? 0) / 2)),
    },
    isRing: ranks.isRing,
  };
}

interface Bent {
  /** Links from one rank to the next. */
  readonly steps: readonly Link[];
  /** The bends of each link; undefined where there would be too many. */
  readonly chains?: readonly (readonly number[])[];
  /** The ranks of the nodes, and then of the bends. */
  readonly all: readonly number[];
}

/** Puts a bend into each rank that a link passes. */
function withBends({ of, links }: Ranks, count: number): Bent {
  const spans = links.map(([from, to]) => (of[to] ?? 0) - (of[from] ?? 0) - 1);
  const bends = spans.reduce((sum, span) => sum + span, 0);
  if (count > mostUntangled.nodes || bends > mostUntangled.bends)
    return { steps: links.filter((_, index) => spans[index] === 0), all: of };
  const all = [...of];
  const steps: Link[] = [];
  const chains = links.map(([from, to]) => {
    const chain: number[] = [];
    let last = from;
    for (let rank = (of[from] ?? 0) + 1; rank < (of[to] ?? 0); rank++) {
      const bend = all.push(rank) - 1;
      chain.push(bend);
      steps.push([last, bend]);
      last = bend;
    }
    steps.push([last, to]);
    return chain;
  });
  return { steps, chains, all };
}

/** In lines, as words of a text, about as long as the rest, or as wide as high. */
function placedLines(rooms: readonly Room[], atLeast: number, gaps: Gaps): Pick<PlacedLevel, "at" | "room"> {
  const area = rooms.reduce(
    (sum, { along, across }) => sum + (along + gaps.along) * (across + gaps.across),
    0,
  );
  const longest = Math.max(atLeast, Math.sqrt(area));
  let [along, across, thick, most] = [0, 0, 0, 0];
  const at = rooms.map((room) => {
    if (along > 0 && along + room.along > longest) {
      across += thick + gaps.across;
      along = thick = 0;
    }
    const place = { along, across };
    along += room.along + gaps.along;
    thick = Math.max(thick, room.across);
    most = Math.max(most, place.along + room.along);
    return place;
  });
  return { at, room: { along: most, across: across + thick } };
}
