import { expect, test } from "vitest";
import { triggerRules, verdictOf, type EndState, type TriggerRule, type Verdict } from "./trigger-rule";

const letters: Readonly<Record<string, EndState | undefined>> = {
  s: "success",
  f: "failed",
  u: "upstream_failed",
  k: "skipped",
  "-": undefined,
};
const verdicts: Readonly<Record<Verdict, string>> = {
  run: "R",
  wait: ".",
  skipped: "K",
  upstream_failed: "U",
};

/** Two upstream tasks: how each ended, `-` for one that has not. */
const pairs = "ss sf su sk s- ff fu fk f- uu uk u- kk k- --".split(" ");

const verdictsOf = (rule: TriggerRule) =>
  pairs
    .map(
      (pair) =>
        verdicts[
          verdictOf(
            rule,
            [pair.charAt(0), pair.charAt(1)].map((letter) => letters[letter]),
          )
        ],
    )
    .join(" ");

/** What `TriggerRuleDep` of Airflow 3 says of each pair, by its code: R runs, . waits, K is skipped, U is upstream_failed. */
const expected: Readonly<Record<TriggerRule, string>> = {
  //                             ss sf su sk s- ff fu fk f- uu uk u- kk k- --
  all_success: /*             */ "R U U K . U U U U U U U K K .",
  all_failed: /*              */ "K K K K K R R K . R K . K K .",
  all_done: /*                */ "R R R R . R R R . R R . R . .",
  all_done_min_one_success: /**/ "R R R K . U U K . U K . K K .",
  all_skipped: /*             */ "K K K K K K K K K K K K R . .",
  one_failed: /*              */ "K R R K . R R R R R R R K . .",
  one_success: /*             */ "R R R R R U U U . U U . K . .",
  one_done: /*                */ "R R R R R R R R R K K . K . .",
  none_failed: /*             */ "R U U R . U U U U U U U R . .",
  none_failed_min_one_success: /**/ "R U U R . U U U U U U U K . .",
  none_skipped: /*            */ "R R R K . R R K . R K . K K .",
  always: /*                  */ "R R R R R R R R R R R R R R R",
};

test.each(triggerRules)("[AF11] %s", (rule) => {
  expect(verdictsOf(rule)).toBe(expected[rule]);
  expect(verdictOf(rule, [])).toBe("run");
});
