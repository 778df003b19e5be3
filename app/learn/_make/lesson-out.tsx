import { Download, ExternalLink, FlaskConical } from "lucide-react";
import { useEffect, useState } from "react";
import type { KeyView, LessonMaker, TriedLesson, Workspace, WrittenLesson } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { KeysFound } from "../../_share/keys-found";
import { CopyText } from "../../_shared/copy-text";
import { baseUrl } from "../../_shell/base-url";
import { addressOf } from "../../_shell/route";
import { saveBlob } from "../../_ui/save-blob";
import { LessonProblems } from "../_learn/lesson-problems";
import { TriedChecks } from "./tried-checks";

interface LessonOutProps {
  readonly workspace: Workspace;
  readonly maker: LessonMaker;
  readonly written: WrittenLesson;
}

/** What becomes of a lesson: it is looked into, tried, and handed on. */
export function LessonOut({ workspace, maker, written }: LessonOutProps) {
  const { link, keys = [], tooLong } = useHandedOn(workspace, maker, written) ?? {};
  const [tried, setTried] = useState<{ readonly of: WrittenLesson; readonly said: TriedLesson }>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const look = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setTried({ of: written, said: await maker.try(written) });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label="The lesson" className="border-t border-line pt-6">
      <LessonProblems problems={written.problems} />
      <KeysFound keys={keys} />
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={isBusy || written.lesson.checks.length === 0}
          onClick={() => void look()}
        >
          <FlaskConical className="size-3.5" aria-hidden />
          {isBusy ? "Running what the learner begins with…" : "Look whether it works"}
        </Button>
        {link !== undefined && (
          <>
            <a
              href={addressOf({ page: "lesson", text: link })}
              target="_blank"
              rel="noopener"
              className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-sm font-medium hover:bg-raised"
            >
              <ExternalLink className="size-3.5" aria-hidden />
              Try it as a learner
            </a>
            <CopyText text={new URL(addressOf({ page: "lesson", text: link }), baseUrl()).href}>
              Copy the link
            </CopyText>
          </>
        )}
        <Button
          onClick={() =>
            saveBlob(
              new Blob([written.text], { type: "text/markdown" }),
              `${written.lesson.id || "lesson"}.md`,
            )
          }
        >
          <Download className="size-3.5" aria-hidden />
          Download as Markdown
        </Button>
      </div>
      {[problem, tooLong].map(
        (text) =>
          text !== undefined && (
            <p key={text} role="alert" className="mt-3 text-danger">
              {text}
            </p>
          ),
      )}
      {tried && (
        <TriedChecks
          checks={tried.of.lesson.checks}
          said={tried.said}
          isOld={tried.of.text !== written.text}
        />
      )}
    </section>
  );
}

interface HandedOn {
  /** What follows `#` in the lesson's address; absent where that is too long. */
  readonly link?: string;
  /** Why there is none. */
  readonly tooLong?: string;
  readonly keys: readonly KeyView[];
}

/** What a lesson is handed on as; undefined until that is made, and looked through for keys. */
function useHandedOn(workspace: Workspace, maker: LessonMaker, written: WrittenLesson): HandedOn | undefined {
  const [made, setMade] = useState<{ readonly of: WrittenLesson; readonly out: HandedOn }>();
  useEffect(() => {
    let isGone = false;
    const make = async (): Promise<HandedOn> => {
      const keys = await maker.keysIn(written);
      try {
        return { keys, link: await (await workspace.lessons()).linkTo(written.text) };
      } catch (error) {
        return { keys, tooLong: error instanceof Error ? error.message : String(error) };
      }
    };
    // Packing takes its time, and who writes goes on writing.
    const timer = setTimeout(() => {
      make().then(
        (out) => !isGone && setMade({ of: written, out }),
        () => undefined,
      );
    }, 300);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [workspace, maker, written]);
  return made?.of === written ? made.out : undefined;
}
