export { versionLock } from "./version";
