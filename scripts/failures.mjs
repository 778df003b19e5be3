/** What failed, from the report of a runner: a text for each, its title first. */

/** In a report of Vitest's, with what keeps a file from loading. */
export function failuresOfVitest({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [textOf(name, [message])] : [];
    return failed.map(({ fullName, failureMessages }) => textOf(`${name}: ${fullName}`, failureMessages));
  });
}

/** In a report of Playwright's, with what failed at first only. */
export function failuresOfPlaywright(report) {
  const specs = ({ suites = [], specs: own = [] }) => [...own, ...suites.flatMap(specs)];
  return specs(report).flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => {
        const messages = results.flatMap(({ errors }) => errors).map(({ message }) => message);
        return textOf(`${file}: ${title}`, messages);
      }),
  );
}

/** The most lines of a failure that tell it from others. */
const mostLines = 30;

function textOf(title, messages) {
  const lines = messages.filter(Boolean).join("\n").split("\n");
  return [title, ...lines.slice(0, mostLines)].join("\n    ");
}
