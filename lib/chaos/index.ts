export { armJumps } from "./arm-jumps";
export { faultsOf } from "./fault-port";
export { readPlan, type ChaosProblem, type ReadPlan, type ReadPlanOptions } from "./parse-plan";
export type { ChaosPlan, ChaosRule, JumpRule, TaskRule } from "./plan";
export { chaosOf } from "./fold-report";
export { planSetting, planText } from "./plan-text";
export {
  chaosReport,
  reportText,
  verdictLines,
  type ChaosReport,
  type Saviour,
  type Verdict,
} from "./report";
