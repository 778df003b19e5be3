"use client";

import { memo, type CSSProperties } from "react";
import { Splitter } from "../../_design/splitter";
import { RunView } from "../../_run/run-view";
import {
  useDefinitions,
  useGoTo,
  useHistory,
  useLookBack,
  useLookedRun,
  usePlaceOf,
  useRunActions,
  useRunAgain,
  useStanding,
} from "./open-notebook";
import { Outputs } from "./output";
import { usePanelWidth } from "./panel-width";

/** The run beside the notebook, as wide as the person wants it; below it, where there is no room beside. */
export function RunPanel() {
  const { width, least, most, choose } = usePanelWidth();
  return (
    <aside
      id="run"
      style={{ "--run-width": `${width}px` } as CSSProperties}
      className="w-full shrink-0 border-line bg-surface max-lg:h-[min(70dvh,32rem)] max-lg:border-t lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:w-(--run-width) lg:border-l"
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
      <LookedRun />
    </aside>
  );
}

const LookedRun = memo(function LookedRun() {
  return (
    <RunView
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
