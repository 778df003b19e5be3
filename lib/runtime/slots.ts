/** Has so many jobs under way at a time, and the others wait, in order. */
export function slots(most: number): <T>(job: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let next = 0;
  let free = most;
  const leave = () => {
    const waker = waiting[next];
    if (!waker) {
      free++;
      return;
    }
    next++;
    waker();
    if (next < 1_000) return;
    // Taken off in bulk: one by one costs a walk through all that wait.
    waiting.splice(0, next);
    next = 0;
  };
  return async (job) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
