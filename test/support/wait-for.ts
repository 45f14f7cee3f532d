/** Tries until it holds. @throws Error, with the last value, after `ms` */
export async function waitFor<T>(
  ms: number,
  attempt: () => Promise<T>,
  holds: (value: T) => boolean,
  pauseMs = 100,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await attempt();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
