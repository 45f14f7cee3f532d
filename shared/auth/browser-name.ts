/** The first match counts, because many browsers also name the browsers that they are compatible with. */
const browsers = [
  ["Edge", /\bEdgA?\/|\bEdgiOS\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\bFirefox\/|\bFxiOS\//],
  ["Chrome", /\bChrome\/|\bCriOS\//],
  ["Safari", /\bSafari\//],
] as const;

const systems = [
  ["Android", /\bAndroid\b/],
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Windows", /\bWindows NT\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
] as const;

/**
 * Formats the names of browser and operating system, by which a person recognizes a session: `Firefox, Windows`. The
 * rest of the header is not stored.
 * @param userAgent the header `User-Agent`
 * @returns `undefined` if neither is known
 */
export function formatBrowserName(userAgent: string | undefined): string | undefined {
  const find = (all: readonly (readonly [string, RegExp])[]) =>
    all.find(([, pattern]) => userAgent !== undefined && pattern.test(userAgent))?.[0];
  const [browser, system] = [find(browsers), find(systems)];
  return [browser, system].filter((part) => part !== undefined).join(", ") || undefined;
}
