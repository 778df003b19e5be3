import { Link2 } from "lucide-react";
import type { LinkSession, OpenedNotebook } from "@/lib/workspace/opened";
import { Banner } from "../_design/banner";
import { useStore } from "../_ui/store";
import { asksTexts } from "./asks-text";
import { CopyText } from "./copy-text";

/** Things that are asked for and named one by one. */
const mostAsked = 12;

interface OpenedBarProps {
  readonly linked: LinkSession;
  readonly opened: OpenedNotebook;
  readonly problems: readonly string[];
  readonly text: string;
}

/** Says where the notebook comes from, what it would reach, what of it is lost, and what can be done with it. */
export function OpenedBar({ linked, problems, text }: OpenedBarProps) {
  return (
    <Banner
      tone="warn"
      icon={Link2}
      role="region"
      label="From a link"
      actions={<>{problems.length > 0 && <CopyText text={text}>Copy the raw text</CopyText>}</>}
    >
      <strong>From a link.</strong> Nothing has run. <Asks of={linked.asks} />
      {problems.map((problem) => (
        <p key={problem} className="mt-1">
          {problem}
        </p>
      ))}
    </Banner>
  );
}

function Asks({ of }: { readonly of: LinkSession["asks"] }) {
  const touched = useStore(of);
  if (!touched) return null;
  const all = asksTexts(touched);
  if (all.length === 0) return <>It asks for nothing outside of itself.</>;
  const shown = all.slice(0, mostAsked);
  return (
    <>
      It asks for:{" "}
      {shown.map((one, index) => (
        <span key={one}>
          {index > 0 && " · "}
          <bdi className="break-all">{one}</bdi>
        </span>
      ))}
      {all.length > shown.length && ` · and ${all.length - shown.length} more`}
    </>
  );
}
