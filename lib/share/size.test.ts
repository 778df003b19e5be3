import { expect, test } from "vitest";
import { decodeLink, encodeLink } from ".";
import { exampleText, orders, recordedRun, runWithTables, sixCells } from "./realistic.suite";

const address = "https://runnel.dev/open/#";

/** What one QR code holds at its level M and at its level L. */
const [qrM, qrL] = [2_331, 2_953];

test("[SH30] a flow of six cells with 100 rows is a link of 2,300 characters at most", () => {
  const { text } = encodeLink({ notebook: sixCells, parameters: {}, data: [orders(100)] });
  expect(decodeLink(text).problems).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(2_300);
});

test("[SH30] a flow, 50 rows and its recorded run are one QR code, the address with them", async () => {
  const run = await recordedRun();
  const made = run.filter((line) => line.startsWith('{"type":"task-run"')).length;
  const { text } = encodeLink({ notebook: sixCells, parameters: {}, data: [orders(50)], run });
  expect(made).toBeGreaterThanOrEqual(12);
  expect(decodeLink(text).problems).toEqual([]);
  expect(address.length + text.length).toBeLessThanOrEqual(qrL);
});

test("[SH30] and still are with 20 rows of each table that it gave", async () => {
  const { run, results } = await runWithTables(20);
  const { text, parts } = encodeLink({
    notebook: sixCells,
    parameters: {},
    data: [orders(50)],
    run,
    results,
  });
  expect(decodeLink(text).shared?.results).toHaveLength(2);
  expect(address.length + text.length).toBeLessThanOrEqual(qrL);
  expect(parts.find(({ kind }) => kind === "results")?.characters).toBeLessThanOrEqual(250);
});

test("[SH30] the examples of the app fit into one QR code", () => {
  for (const slug of ["hello-flow", "run-dashboard", "flight-delays"]) {
    const { text } = encodeLink({ notebook: exampleText(slug), parameters: {}, data: [] });
    expect(address.length + text.length).toBeLessThanOrEqual(slug === "hello-flow" ? qrM : qrL);
  }
});
