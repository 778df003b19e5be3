"use client";

import { memo, type CSSProperties } from "react";
import { Splitter } from "../../_design/splitter";
import { RunView } from "../../_run/run-view";
import type { WholePage } from "../../_run/whole-page";
import { useSheet, type Sheet } from "../../_run/sheet/use-sheet";
import {
  useCanEdit,
  useCompiler,
  useDefinitions,
  useEditor,
  useGoTo,
  useHistory,
  useIsLink,
  useIsRunning,
  useLookBack,
  useLookedRun,
  usePlaceOf,
  useRunActions,
  useRunAgain,
  useRunner,
  useStanding,
} from "./open-notebook";
import { Outputs } from "./output";
import { usePanelWidth } from "./panel-width";
import { part } from "../../_design/part";

// Only the whole page has it.
const CellRail = part(() => import("./cell-rail"));

/** The run beside the notebook, as wide as the person wants it, or over all of it; a sheet over its lower edge, where there is no room beside. */
export function RunPanel({ whole }: { readonly whole: WholePage }) {
  const { width, least, most, choose } = usePanelWidth();
  // Who opens a link reads the notebook first.
  const { sheet, dragged } = useSheet("run", useIsLink());
  const { height } = sheet;
  return (
    <>
      {/* At the end of the notebook nothing is under the sheet. */}
      <div className={`lg:hidden ${height === "bar" ? "h-14" : "h-(--sheet-half)"}`} />
      <aside
        id="run"
        data-height={height}
        data-whole={whole.isWhole || undefined}
        style={
          { "--run-width": `${width}px`, ...(dragged !== undefined && { height: dragged }) } as CSSProperties
        }
        className={`w-full shrink-0 border-line bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-sheet max-lg:max-h-[calc(100dvh-3rem)] max-lg:overflow-clip max-lg:rounded-t-xl max-lg:border-t max-lg:shadow-raised lg:top-(--head) lg:h-[calc(100dvh-var(--head))] ${whole.isWhole ? "lg:fixed lg:inset-x-0 lg:z-sheet lg:flex" : "lg:sticky lg:w-(--run-width) lg:border-l"} ${heights[height]} ${dragged === undefined ? "max-lg:transition-[height]" : ""}`}
      >
        <div className={whole.isWhole ? "hidden" : "max-lg:hidden"}>
          <Splitter
            label="Width of the run"
            controls="run"
            {...{ width, least, most }}
            onWidth={choose}
            onReset={() => choose()}
          />
        </div>
        {whole.isWhole && (
          <CellRail meanwhile={<div className="w-40 shrink-0" />} onLeave={() => whole.setWhole(false)} />
        )}
        <LookedRun sheet={sheet} whole={whole} />
      </aside>
    </>
  );
}

const heights = {
  bar: "max-lg:h-14",
  half: "max-lg:h-(--sheet-half)",
  full: "max-lg:h-[calc(100dvh-3rem)]",
} as const;

interface LookedRunProps {
  readonly sheet: Sheet;
  readonly whole: WholePage;
}

const LookedRun = memo(function LookedRun({ sheet, whole }: LookedRunProps) {
  const isRunning = useIsRunning();
  const runner = useRunner();
  const editor = useEditor();
  return (
    <RunView
      sheet={sheet}
      whole={whole}
      stop={isRunning ? () => runner.stop() : undefined}
      run={useLookedRun()}
      standing={useStanding()}
      history={useHistory()}
      definitions={useDefinitions()}
      isReading={useCompiler() === "loading"}
      actions={useRunActions()}
      placeOf={usePlaceOf()}
      onLookBack={useLookBack()}
      onGoTo={useGoTo()}
      detail={{
        ...useRunAgain(),
        keep: useCanEdit() ? (setting, value) => editor.setSetting(setting, value) : undefined,
        gave: (of, preview) => <Outputs of={of} runs={1} outputs={[{ runName: of, preview }]} />,
      }}
    />
  );
});
