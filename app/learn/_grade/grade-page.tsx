import { useEffect, useState } from "react";
import { toldIn } from "@/lib/lessons";
import type { ClassGrading, Lessons, ListedBegun, ListedLesson, Workspace } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { controlLook, Field } from "../../_design/field";
import { addressOf } from "../../_shell/route";
import { useTitle } from "../../_shell/title";
import { HomeLink } from "../../_ui/home-link";
import { ThemeMenu } from "../../_ui/theme-menu";
import { openGrader } from "../_learn/grader-frame";
import { ClassTable } from "./class-table";

interface Known {
  readonly lessons: Lessons;
  readonly own: readonly ListedLesson[];
  readonly sent: readonly ListedBegun[];
}

/** Grades the answers of a class: links that are pasted, by a lesson. */
export default function GradePage({ workspace }: { readonly workspace: Workspace }) {
  const known = useKnown(workspace);
  const [lesson, setLesson] = useState("");
  const [link, setLink] = useState("");
  const [pasted, setPasted] = useState("");
  const [grading, setGrading] = useState<ClassGrading>();
  const [problem, setProblem] = useState<string>();
  useTitle("Grade a class");
  // Whoever leaves wants no more of it.
  useEffect(() => () => grading?.stop(), [grading]);
  const named = lesson === "" ? link.trim() : lesson;
  const grade = async () => {
    if (!known) return;
    setProblem(undefined);
    try {
      const by = await known.lessons.lessonOf(named);
      const room = await known.lessons.classroom(openGrader);
      setGrading(room.grading(pasted, by));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="mx-auto max-w-6xl px-4 sm:px-6">
      <header className="flex h-14 items-center justify-between gap-3">
        <HomeLink />
        <ThemeMenu />
      </header>
      <main className="pt-4 pb-16">
        <a href={addressOf({ page: "learn" })} className="text-sm text-accent hover:underline">
          Lessons
        </a>
        <h1 className="mt-2 text-xl font-semibold tracking-tight">Grade a class</h1>
        <p className="mt-1 max-w-[64ch] text-muted">
          Paste what learners got from “Share your answer”. Each answer’s code is run again with its seed, in
          the sandbox and in memory: so a record that was made up is found. Nothing is kept or sent.
        </p>
        <form
          className="mt-4 grid max-w-3xl gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void grade();
          }}
        >
          <Field label="Lesson">
            {(control) => (
              <select
                {...control}
                className={controlLook}
                value={lesson}
                onChange={({ target }) => setLesson(target.value)}
              >
                <option value="">By its link</option>
                {known?.sent.map((one) => (
                  <option key={one.key} value={one.link}>
                    {one.title}
                  </option>
                ))}
                {known?.own.map((one) => (
                  <option key={one.id} value={one.id}>
                    {toldIn(one.title, "en")}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {lesson === "" && (
            <Field label="Link to the lesson">
              {(control) => (
                <input
                  {...control}
                  className={controlLook}
                  value={link}
                  spellCheck={false}
                  onChange={({ target }) => setLink(target.value)}
                />
              )}
            </Field>
          )}
          <Field label="Answers" note="One a line, with a name before it if you like: “Ada: https://…”">
            {(control) => (
              <textarea
                {...control}
                rows={6}
                className={`${controlLook} py-1.5 font-mono text-xs`}
                value={pasted}
                spellCheck={false}
                onChange={({ target }) => setPasted(target.value)}
              />
            )}
          </Field>
          <div>
            <Button type="submit" look="primary" disabled={!known || named === "" || pasted.trim() === ""}>
              Grade
            </Button>
          </div>
        </form>
        {problem !== undefined && (
          <p role="alert" className="mt-3 text-danger">
            {problem}
          </p>
        )}
        {grading && <ClassTable grading={grading} />}
      </main>
    </div>
  );
}

function useKnown(workspace: Workspace): Known | undefined {
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const lessons = await workspace.lessons();
      const [own, sent] = await Promise.all([lessons.list().catch(() => []), lessons.begun()]);
      if (!isGone) setKnown({ lessons, own, sent });
    };
    look().catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [workspace]);
  return known;
}
