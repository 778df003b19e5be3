import { useEffect, useMemo, useState } from "react";
import { isForLearning, readLink, type ReadLink } from "@/lib/workspace/opened";
import { BrokenLink } from "./broken-link";
import { go } from "../_shell/navigation";
import { OpenedView } from "./opened-view";
import { Reading } from "./reading";

interface FromLinkProps {
  readonly text: string;
  readonly isFramed: boolean;
}

/** The notebook that a link holds, as far as it can be made out. */
export function FromLink({ text, isFramed }: FromLinkProps) {
  const [read, setRead] = useState<ReadLink>();
  const origin = useMemo(() => ({ kind: "link", address: text }) as const, [text]);
  useEffect(() => {
    let isGone = false;
    void readLink(text).then((found) => {
      if (isGone) return;
      // In a frame a lesson is looked at as a notebook.
      if (!isFramed && isForLearning(found)) go({ page: "lesson", text }, { replace: true });
      else setRead(found);
    });
    return () => {
      isGone = true;
    };
  }, [text, isFramed]);
  if (!read) return <Reading />;
  const { opened, problems, isCut } = read;
  const isEmpty = !opened || (opened.notebook.cells.length === 0 && problems.length > 0);
  if (isEmpty) return <BrokenLink text={text} problems={problems} />;
  return <OpenedView {...{ opened, origin, problems, isCut, isFramed }} />;
}
