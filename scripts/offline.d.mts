export function finishOffline(out: string): Promise<void>;
