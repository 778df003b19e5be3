import type { LessonPlan } from "../../lessons";
import type { CompiledNotebook, Notebook } from "../../notebook";
import { runPart } from "../../share";
import type { StoredEvent } from "../../runtime";
import type { Stores } from "../../storage";
import { keysFound, withoutLine, type Searched } from "../share/keys/keys-found";
import { formsOf, keptSecrets } from "../share/keys/kept-secrets";
import { textsIn } from "../share/recorded-run";
import { searchedIn } from "../share/searched";
import { keyView, type KeyView } from "../share/sharing-view";

/** What in an answer looks like a key, or is a secret that is kept here: in its text, and in its run. */
export async function keysOfAnswer(
  answer: Notebook,
  run: readonly StoredEvent[],
  stores: Pick<Stores, "secrets">,
): Promise<readonly KeyView[]> {
  const forms = formsOf(await keptSecrets(stores));
  const recorded = { place: "recorded run", text: textsIn(runPart(run).lines) };
  return [...keysFound(searchedIn(answer), forms), ...withoutLine(keysFound([recorded], forms))].map((key) =>
    keyView(key, "answer", answer, undefined),
  );
}

/** The same of a lesson, wherever in it: in the notebook, in what learners begin with, in checks and hints. */
export async function keysOfLesson(
  plan: LessonPlan,
  compiled: CompiledNotebook | undefined,
  stores: Pick<Stores, "secrets">,
): Promise<readonly KeyView[]> {
  const { notebook, title, summary, starts, checks, hints } = plan;
  const searched: readonly Searched[] = [
    ...searchedIn({ ...notebook, title, settings: { ...notebook.settings, summary } }),
    ...notebook.cells.map(({ id }, place) => ({ place, text: starts.get(id) ?? "" })),
    ...checks.map(({ sentence, code }) => ({
      place: `check “${sentence.en}”`,
      text: `${code}\n${sentence.en}`,
    })),
    ...hints.map((text, place) => ({ place: `text of hint ${place + 1}`, text })),
  ];
  return keysFound(searched, formsOf(await keptSecrets(stores))).map((key) =>
    keyView(key, "lesson", notebook, compiled),
  );
}
