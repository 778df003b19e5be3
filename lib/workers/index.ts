export { answered, failure } from "./answered";
export { HostedWorkers } from "./hosted";
export { hostWorkers, type StartWorker } from "./hosting";
export { scripts, startScript } from "./own-script";
export { hello, registerServiceWorker, trustedWorker } from "./script";
