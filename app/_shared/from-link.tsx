import { useEffect, useState } from "react";
import { readLink, type ReadLink } from "@/lib/workspace/opened";
import { BrokenLink } from "./broken-link";
import { OpenedView } from "./opened-view";
import { Reading } from "./reading";

/** The notebook that a link holds, as far as it can be made out. */
export function FromLink({ text }: { readonly text: string }) {
  const [read, setRead] = useState<ReadLink>();
  useEffect(() => {
    let isGone = false;
    void readLink(text).then((found) => {
      if (!isGone) setRead(found);
    });
    return () => {
      isGone = true;
    };
  }, [text]);
  if (!read) return <Reading />;
  const { opened, problems } = read;
  const isEmpty = !opened || (opened.notebook.cells.length === 0 && problems.length > 0);
  if (isEmpty) return <BrokenLink text={text} problems={problems} />;
  return <OpenedView opened={opened} problems={problems} text={text} />;
}
