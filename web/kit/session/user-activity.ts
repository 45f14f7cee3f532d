/** After how long without input a request is the page's own, in ms. */
const automaticAfterMs = 5 * 60_000;

let lastInputAt = Date.now();

/** Records that the user is at work, also without keyboard and pointer: a camera reads a badge. */
export function recordActivity(): void {
  lastInputAt = Date.now();
}

if (typeof addEventListener === "function")
  for (const type of ["pointerdown", "keydown"])
    addEventListener(type, recordActivity, { capture: true, passive: true });

/** Whether a request is sent without input of the user for some minutes. It does not keep the session open. */
export const isAutomaticRequest = (): boolean => Date.now() - lastInputAt > automaticAfterMs;
