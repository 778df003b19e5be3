import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
ensureChromium();
const { buildSubject } = await import("../bench/subject.mjs");
const { load, machine, printTable, save, summary } = await import("../bench/report.mjs");
const { measureEngine } = await import("../bench/engine.mjs");
const { measureData } = await import("../bench/data.mjs");
const { measureInteractive } = await import("../bench/interactive.mjs");
const { measureLessons } = await import("../bench/lessons.mjs");
const { measureQueries } = await import("../bench/queries.mjs");
const { measureScreen } = await import("../bench/screen.mjs");
const { measureSeeing } = await import("../bench/seeing.mjs");
const { measureSharing } = await import("../bench/sharing.mjs");
const { measureSimulated } = await import("../bench/simulated.mjs");
const { measureSoak } = await import("../bench/soak.mjs");

/** What is measured; `npm run bench -- engine` measures only that. */
const parts = {
  engine: measureEngine,
  data: measureData,
  interactive: measureInteractive,
  queries: measureQueries,
  screen: measureScreen,
  seeing: measureSeeing,
  sharing: measureSharing,
  simulated: measureSimulated,
  lessons: measureLessons,
  soak: measureSoak,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0)
  throw new Error(
    `There is no part called ${unknown.join(", ")}: there are ${Object.keys(parts).join(", ")}.`,
  );

await buildSubject();
const measured = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  console.log(`\n— ${name}\n`);
  const { rows, rounds, versions, notes } = await parts[name](repeated);
  const table = summary(rows, rounds);
  console.log("\nMedians; each ratio is within its round.\n");
  printTable(table);
  console.log(`\n${notes.join("\n")}`);
  measured[name] = { versions, table, rounds };
}
console.log(`\n${save({ machine: machine(), ...measured })}`);

/** Rounds that count, each with the load that it found; `warmUps` more come before them. */
async function repeated({ repeats, warmUps }, round) {
  const rounds = [];
  for (let number = 1 - warmUps; number <= repeats; number++) {
    const before = load();
    const figures = await round();
    console.log(number < 1 ? "Warmed up." : `Round ${number} of ${repeats}; load ${before.toFixed(1)}.`);
    if (number > 0) rounds.push({ load: before, ...figures });
  }
  return rounds;
}
