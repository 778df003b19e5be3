import { ExternalLink, Link2, Play, X } from "lucide-react";
import type { LinkSession, OpenedNotebook } from "@/lib/workspace/opened";
import { Banner } from "../_design/banner";
import { Button, primaryLink } from "../_design/button";
import { baseUrl } from "../_shell/base-url";
import { IconButton } from "../_design/icon-button";
import { go } from "../_shell/navigation";
import { addressOf } from "../_shell/route";
import { manyText } from "../_ui/time";
import { useStore } from "../_ui/store";
import { useAdopting, type Adopting } from "./adopting";
import { asksTexts } from "./asks-text";
import { Copies } from "./copies";
import { CopyText } from "./copy-text";
import { originRoute, type Origin } from "./origin";
import { StandInLine } from "./stand-in-line";
import type { Missing } from "./stand-ins";

/** Things that are asked for and named one by one. */
const mostAsked = 12;

/** Problems that are in sight: what can be done stays so, too, on a phone. */
const mostProblems = 2;

interface OpenedBarProps {
  readonly linked: LinkSession;
  readonly opened: OpenedNotebook;
  readonly origin: Origin;
  readonly problems: readonly string[];
  /** Whether some of its text is lost. */
  readonly isCut: boolean;
  readonly missing: Missing;
  /** Whether another site has this page in a frame of its own: there it is looked at, and no more. */
  readonly isFramed: boolean;
}

/** Says where the notebook comes from, what it would reach, what of it is lost, and what can be done with it. */
export function OpenedBar({ linked, opened, origin, problems, isCut, missing, isFramed }: OpenedBarProps) {
  const adopting = useAdopting({ linked, opened, origin, standIns: missing.standIns });
  // What is lost of several parts in one way is said once.
  const all = [...new Set([...problems, ...missing.problems, ...adopting.problems])];
  return (
    <Banner
      tone="warn"
      icon={Link2}
      role="region"
      label="Where this comes from"
      actions={
        <>
          {problems.length > 0 && origin.kind === "link" && (
            <CopyText text={origin.address}>Copy the raw text</CopyText>
          )}
          {isFramed ? <OpenInTab origin={origin} /> : <Adopt {...adopting} />}
        </>
      }
    >
      <strong>{origin.kind === "link" ? "From a link." : `From ${hostOf(origin.address)}.`}</strong> Nothing
      has run. <Asks of={linked.asks} isCut={isCut} />
      <Problems of={all.slice(0, mostProblems)} />
      {all.length > mostProblems && (
        <details className="mt-1">
          <summary className="cursor-pointer text-muted">
            {manyText(all.length - mostProblems, "further problem")}
          </summary>
          <Problems of={all.slice(mostProblems)} />
        </details>
      )}
      {!isFramed &&
        missing.ofCode.map((file) => (
          <StandInLine key={file.file} of={file} missing={missing} className="mt-1" />
        ))}
      {!isFramed && <Copies opened={opened} origin={origin} />}
    </Banner>
  );
}

function Problems({ of }: { readonly of: readonly string[] }) {
  return of.map((problem) => (
    <p key={problem} className="mt-1">
      {problem}
    </p>
  ));
}

function Adopt({ isRead, isBusy, made, adopt }: Adopting) {
  return (
    <>
      {made === undefined ? (
        <>
          {/* Nobody runs what they were not told of. */}
          <Button look="primary" disabled={isBusy || !isRead} onClick={() => void adopt(true)}>
            <Play className="size-3.5 fill-current max-[22rem]:hidden" aria-hidden />
            Make it mine and run
          </Button>
          <Button disabled={isBusy} onClick={() => void adopt(false)}>
            Make it mine
          </Button>
        </>
      ) : (
        <Button look="primary" onClick={() => go({ page: "notebook", id: made })}>
          Open yours
        </Button>
      )}
      <IconButton icon={X} label="Close: go home" onClick={() => go({ page: "home" })} />
    </>
  );
}

/** In a frame nothing is kept and nothing runs. */
function OpenInTab({ origin }: { readonly origin: Origin }) {
  return (
    <a
      href={new URL(addressOf(originRoute(origin)), baseUrl()).href}
      target="_blank"
      rel="noopener noreferrer"
      className={`h-8 gap-1.5 px-3 text-sm ${primaryLink}`}
    >
      <ExternalLink className="size-3.5" aria-hidden />
      Open in Runnel
    </a>
  );
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "an address";
}

function Asks({ of, isCut }: { readonly of: LinkSession["asks"]; readonly isCut: boolean }) {
  const touched = useStore(of);
  if (!touched) return <>What it asks for is being read…</>;
  const all = asksTexts(touched);
  if (all.length === 0)
    return isCut ? (
      <>What is left of it asks for nothing; what is lost may ask for more.</>
    ) : (
      <>It asks for nothing outside of itself.</>
    );
  const shown = all.slice(0, mostAsked);
  return (
    <>
      It asks for:{" "}
      {shown.map((one, index) => (
        <span key={one}>
          {index > 0 && " · "}
          <bdi className="wrap-anywhere">{one}</bdi>
        </span>
      ))}
      {all.length > shown.length && ` · and ${all.length - shown.length} more`}
      {isCut && ". What is lost of it may ask for more."}
    </>
  );
}
