import { useState } from "react";
import type { Workspace } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { controlLook, Field } from "../../_design/field";
import { CopyText } from "../../_shared/copy-text";
import { baseUrl } from "../../_shell/base-url";
import { addressOf } from "../../_shell/route";

/** What a teacher does with lessons. */
export default function Teach({ workspace }: { readonly workspace: Workspace }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label="Teach" className="mt-10 border-t border-line pt-4">
      <h2 className="text-sm font-semibold text-muted">Teach</h2>
      <p className="mt-1 max-w-[64ch] text-sm text-muted">
        A lesson is made of a notebook: “Make a lesson…” in its menu. Lessons, courses and answers are links;
        nothing is sent anywhere.
      </p>
      <p className="mt-2 flex flex-wrap gap-2">
        <a
          href={addressOf({ page: "learn", desk: { kind: "grade" } })}
          className="inline-flex h-8 items-center rounded-md border border-line-strong bg-surface px-3 text-sm font-medium hover:bg-raised"
        >
          Grade a class
        </a>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Put a course together
        </Button>
      </p>
      {isOpen && <CourseMaker workspace={workspace} />}
    </section>
  );
}

/** Makes one link of a list of lessons. */
function CourseMaker({ workspace }: { readonly workspace: Workspace }) {
  const [text, setText] = useState("");
  const [address, setAddress] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const make = async () => {
    setProblem(undefined);
    setAddress(undefined);
    try {
      const lessons = await workspace.lessons();
      const link = await lessons.linkTo(text);
      const read = await lessons.read(link);
      if (read.kind === "course")
        setAddress(new URL(addressOf({ page: "lesson", text: link }), baseUrl()).href);
      else setProblem("There is no link to a lesson in this list.");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form
      className="mt-3 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label="Lessons" note="A title with “# ” before it, then links to lessons, a line each.">
        {(control) => (
          <textarea
            {...control}
            rows={5}
            spellCheck={false}
            className={`${controlLook} py-1.5 font-mono text-xs`}
            value={text}
            placeholder={`# My course\n${baseUrl()}learn/?lesson=states`}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <p className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" disabled={text.trim() === ""}>
          Make the link
        </Button>
        {address !== undefined && (
          <>
            <CopyText text={address}>Copy the link</CopyText>
            <a href={address} className="text-sm text-accent hover:underline">
              Open the course
            </a>
          </>
        )}
      </p>
      {problem !== undefined && (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
    </form>
  );
}
