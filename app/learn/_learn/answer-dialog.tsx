import { useState } from "react";
import { isUnderWay, type MadeAnswer, type NotebookSession, type Progress } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { Dialog } from "../../_design/dialog";
import { controlLook, Field } from "../../_design/field";
import { KeysFound } from "../../_share/keys-found";
import { CopyText } from "../../_shared/copy-text";
import { baseUrl } from "../../_shell/base-url";
import { addressOf } from "../../_shell/route";
import { openGrader } from "./grader-frame";
import type { Opened } from "./use-lesson";

interface AnswerDialogProps {
  readonly opened: Opened;
  readonly notebook: NotebookSession;
  readonly progress: Progress;
  readonly onClose: () => void;
}

/** Makes a link of the learner's notebook and a run of it, for whoever grades that. */
export default function AnswerDialog({ opened, notebook, progress, onClose }: AnswerDialogProps) {
  const [name, setName] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [made, setMade] = useState<MadeAnswer>();
  const [problem, setProblem] = useState<string>();
  const make = async () => {
    setBusy(true);
    setProblem(undefined);
    setMade(undefined);
    try {
      const room = await opened.lessons.classroom(openGrader);
      const runs = notebook.shows.history.get().filter((run) => !isUnderWay(run)).length;
      setMade(await room.answer(notebook.notebook, opened, { by: name.trim(), runs, hints: progress.hints }));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title="Share your answer" fillsPhone onClose={onClose}>
      <form
        className="mt-4 flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label="Your name">
          {(control) => (
            <input
              {...control}
              value={name}
              maxLength={80}
              autoComplete="name"
              className={controlLook}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? "Running…" : "Make the link"}
        </Button>
      </form>
      <p className="mt-3 text-sm text-muted">
        Your notebook is run once more, in simulated time and by itself: of that run your checks are told. The
        link holds your cells, the run and its seed, how often you ran it and how many hints you opened. Who
        has it can run it again, and sees whether the record is genuine.
      </p>
      {problem !== undefined && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {problem}
        </p>
      )}
      {made && <Made made={made} />}
    </Dialog>
  );
}

function Made({ made: { link, grades, keys, note } }: { readonly made: MadeAnswer }) {
  const address = new URL(addressOf({ page: "shared", text: link }), baseUrl()).href;
  const passed = grades.filter(({ kind }) => kind === "passed").length;
  return (
    <div className="mt-4 space-y-2">
      <p role="status" className="text-sm font-medium">
        {passed} of {grades.length} checks hold of that run.
      </p>
      {note !== undefined && <p className="text-sm text-muted">{note}</p>}
      <KeysFound keys={keys} />
      <input
        readOnly
        aria-label="Link to your answer"
        value={address}
        className={`${controlLook} w-full font-mono text-xs`}
        onFocus={({ target }) => target.select()}
      />
      <CopyText text={address}>Copy the link</CopyText>
    </div>
  );
}
