export { checkForCrashes, usualSeeds, type CrashCheckOptions } from "./check";
export { differenceText } from "./difference";
export { historyText, parseHistory, type History } from "./history";
export { resumedId, type LifeWorld, type Realm } from "./life";
export { killedText } from "./moment";
export { replayHistory, type Replay } from "./replay";
export { verdictText, type Failure, type Progress, type Verdict } from "./verdict";
export { parseTold, toldEvent, type Told } from "./told";
