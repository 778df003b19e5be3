import { Plus } from "lucide-react";
import { useMemo } from "react";
import type { CellId, LessonMaker, Making, NotebookSession, Workspace } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { controlLook, Field } from "../../_design/field";
import { CheckFields } from "./check-fields";
import { GivenCell } from "./given-cell";
import { LessonOut } from "./lesson-out";
import { planOf, type Draft } from "./plan";

interface LessonFormProps {
  readonly workspace: Workspace;
  readonly session: NotebookSession;
  readonly maker: LessonMaker;
  readonly making: Making;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** What an author says of a lesson, and what comes of it. */
export function LessonForm({ workspace, session, maker, making, draft, onChange }: LessonFormProps) {
  const change = (more: Partial<Draft>) => onChange({ ...draft, ...more });
  const written = useMemo(() => maker.write(planOf(draft, making.stubs)), [maker, making, draft]);
  const { notebook } = session;
  const set = <Value,>(list: readonly Value[], place: number, value: Value) =>
    list.map((one, index) => (index === place ? value : one));
  return (
    <div className="mt-6 space-y-2">
      <section aria-label="What it is" className="grid gap-3">
        <Field label="Title">
          {(control) => (
            <input
              {...control}
              className={controlLook}
              value={draft.title}
              maxLength={200}
              onChange={({ target }) => change({ title: target.value })}
            />
          )}
        </Field>
        <Field label="Minutes">
          {(control) => (
            <input
              {...control}
              type="number"
              min={1}
              className={controlLook}
              value={draft.minutes}
              onChange={({ target }) => change({ minutes: Math.max(1, Number(target.value) || 1) })}
            />
          )}
        </Field>
        <div>
          <Field label="Summary" note="One sentence: what the learner does.">
            {(control) => (
              <input
                {...control}
                className={controlLook}
                value={draft.summary}
                onChange={({ target }) => change({ summary: target.value })}
              />
            )}
          </Field>
        </div>
      </section>

      <section aria-label="What the learner begins with">
        <h2 className="mt-8 font-semibold">What the learner begins with</h2>
        {making.files.length > 0 && (
          <p className="mt-1 text-sm text-warn">
            {making.files.join(", ")}: files do not go along in a link. Put rows into a cell, or let learners
            bring theirs.
          </p>
        )}
        <ul className="mt-2 space-y-2">
          {notebook.cells.flatMap((cell) => {
            const stub = making.stubs.get(cell.id);
            if (stub === undefined || !("code" in cell)) return [];
            const put = <Part extends "given" | "other">(part: Part, value: Draft[Part][CellId]) =>
              change({ [part]: { ...draft[part], [cell.id]: value } });
            return [
              <GivenCell
                key={cell.id}
                cell={cell}
                stub={stub}
                given={draft.given[cell.id] ?? "as it is"}
                other={draft.other[cell.id] ?? cell.code}
                onGive={(given) => put("given", given)}
                onWrite={(other) => put("other", other)}
              />,
            ];
          })}
        </ul>
      </section>

      <section aria-label="What must hold of a run">
        <h2 className="mt-8 font-semibold">What must hold of a run</h2>
        <ul className="mt-2 space-y-2">
          {draft.checks.map((check, place) => (
            <CheckFields
              key={place}
              check={check}
              onChange={(changed) => change({ checks: set(draft.checks, place, changed) })}
            />
          ))}
        </ul>
        <Button
          className="mt-2"
          onClick={() => change({ checks: [...draft.checks, { sentence: "", code: "", isIn: true }] })}
        >
          <Plus className="size-3.5" aria-hidden />
          Add a check of your own
        </Button>
      </section>

      <section aria-label="Hints">
        <h2 className="mt-8 font-semibold">Hints</h2>
        <ol className="mt-2 space-y-2">
          {draft.hints.map((hint, place) => (
            <li key={place}>
              <Field label={`Hint ${place + 1}`}>
                {(control) => (
                  <textarea
                    {...control}
                    rows={2}
                    className={`${controlLook} py-1.5`}
                    value={hint}
                    onChange={({ target }) => change({ hints: set(draft.hints, place, target.value) })}
                  />
                )}
              </Field>
            </li>
          ))}
        </ol>
        <Button className="mt-2" onClick={() => change({ hints: [...draft.hints, ""] })}>
          <Plus className="size-3.5" aria-hidden />
          Another hint
        </Button>
      </section>

      <LessonOut workspace={workspace} maker={maker} written={written} />
    </div>
  );
}
