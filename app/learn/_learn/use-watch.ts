import { useCallback } from "react";
import { momentText } from "@/lib/fold";
import { momentOf, watchedIn } from "@/lib/lessons";
import type { NotebookSession } from "@/lib/workspace";
import { view } from "../../_run/viewed";
import type { Watch } from "../../_ui/watch-link";
import { useLanguage } from "./language";

/** Shows the run that is looked at as it was at a moment that a lesson names (LE5), and says where there is none. */
export function useWatch(session: NotebookSession, onShown: () => void): Watch {
  const isKorean = useLanguage() === "ko";
  return useCallback(
    (address: string) => {
      const watched = watchedIn(address);
      const run = session.shows.run.get();
      if (!run) return isKorean ? "먼저 실행하세요." : "Run it first.";
      const moment = watched && momentOf(run.fold, watched);
      if (!moment) {
        const { name = "", state = "", time = 1 } = watched ?? {};
        const { name: runName } = run.head.get();
        if (isKorean) return `${runName} 실행에는 그런 순간이 없습니다. ${name}: ${state}`;
        return `in ${runName}, ${name} was ${time > 1 ? `not ${time} times` : "never"} ${state}`;
      }
      view({
        lens: "timeline",
        moment: momentText(run.fold, moment.position),
        selected: moment.task,
        zoom: undefined,
      });
      onShown();
      return undefined;
    },
    [session, onShown, isKorean],
  );
}
