import { expect, test } from "vitest";
import { iconOf, signOf, type Sign } from "../app/_shell/tab-icon";

test.each<[string, Parameters<typeof signOf>[0], Sign]>([
  ["before the first run", undefined, "idle"],
  ["while it is on its way", { type: "PENDING", isOver: false, isWaiting: false }, "running"],
  ["while it runs", { type: "RUNNING", isOver: false, isWaiting: false }, "running"],
  ["while a subflow waits for a person", { type: "RUNNING", isOver: false, isWaiting: true }, "waiting"],
  ["while it is paused", { type: "PAUSED", isOver: false, isWaiting: true }, "waiting"],
  ["as it is done", { type: "COMPLETED", isOver: true, isWaiting: false }, "completed"],
  ["as it fails", { type: "FAILED", isOver: true, isWaiting: false }, "failed"],
  ["as it crashes", { type: "CRASHED", isOver: true, isWaiting: false }, "failed"],
  ["as somebody stops it", { type: "CANCELLED", isOver: true, isWaiting: false }, "idle"],
])("the tab's icon tells how the run goes: %s", (_, run, sign) => {
  expect(signOf(run)).toBe(sign);
});

test("each sign is an icon of its own, and a whole SVG", () => {
  const signs: readonly Sign[] = ["idle", "running", "waiting", "completed", "failed"];
  const icons = signs.map(iconOf);
  expect(new Set(icons).size).toBe(signs.length);
  for (const icon of icons.slice(1)) {
    const [head, svg] = icon.split(",", 2);
    expect(head).toBe("data:image/svg+xml");
    expect(decodeURIComponent(svg ?? "")).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>$/);
  }
});
