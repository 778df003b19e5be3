"use client";

import { memo, type CSSProperties } from "react";
import { Splitter } from "../../_design/splitter";
import { RunView } from "../../_run/run-view";
import { useSheet, type Sheet } from "../../_run/sheet/use-sheet";
import {
  useDefinitions,
  useGoTo,
  useHistory,
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

/** The run beside the notebook, as wide as the person wants it; a sheet over its lower edge, where there is no room beside. */
export function RunPanel() {
  const { width, least, most, choose } = usePanelWidth();
  const { sheet, dragged } = useSheet("run");
  const { height } = sheet;
  return (
    <>
      {/* At the end of the notebook nothing is under the sheet. */}
      <div className={`lg:hidden ${height === "bar" ? "h-14" : "h-[50dvh]"}`} />
      <aside
        id="run"
        data-height={height}
        style={
          { "--run-width": `${width}px`, ...(dragged !== undefined && { height: dragged }) } as CSSProperties
        }
        className={`w-full shrink-0 border-line bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-sheet max-lg:max-h-[calc(100dvh-3rem)] max-lg:overflow-clip max-lg:rounded-t-xl max-lg:border-t max-lg:shadow-raised lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:w-(--run-width) lg:border-l ${heights[height]} ${dragged === undefined ? "max-lg:transition-[height]" : ""}`}
      >
        <div className="max-lg:hidden">
          <Splitter
            label="Width of the run"
            controls="run"
            {...{ width, least, most }}
            onWidth={choose}
            onReset={() => choose()}
          />
        </div>
        <LookedRun sheet={sheet} />
      </aside>
    </>
  );
}

const heights = {
  bar: "max-lg:h-14",
  half: "max-lg:h-[50dvh]",
  full: "max-lg:h-[calc(100dvh-3rem)]",
} as const;

const LookedRun = memo(function LookedRun({ sheet }: { readonly sheet: Sheet }) {
  const isRunning = useIsRunning();
  const runner = useRunner();
  return (
    <RunView
      sheet={sheet}
      stop={isRunning ? () => runner.stop() : undefined}
      run={useLookedRun()}
      standing={useStanding()}
      history={useHistory()}
      definitions={useDefinitions()}
      actions={useRunActions()}
      placeOf={usePlaceOf()}
      onLookBack={useLookBack()}
      onGoTo={useGoTo()}
      detail={{
        ...useRunAgain(),
        gave: (of, preview) => <Outputs of={of} outputs={[{ runName: of, preview }]} />,
      }}
    />
  );
});
