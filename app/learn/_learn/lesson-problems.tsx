/** Problems that are listed. */
const mostListed = 12;

/** What keeps a text from being a good lesson, for its author. */
export function LessonProblems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  const left = problems.length - mostListed;
  return (
    <section aria-label="Problems of the lesson" className="rounded-md bg-warn-soft px-3 py-2 text-sm">
      <p className="font-medium">This lesson has problems, for its author to mend:</p>
      <ul className="mt-1 list-decimal space-y-0.5 pl-5">
        {problems.slice(0, mostListed).map((problem, place) => (
          <li key={place} className="break-words">
            {problem}
          </li>
        ))}
        {left > 0 && <li>and {left} more.</li>}
      </ul>
    </section>
  );
}
