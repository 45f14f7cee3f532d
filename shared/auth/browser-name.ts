/** The first that matches: browsers also name those whose pages they imitate. */
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
 * The browser and the system, roughly, by which a person recognizes a session: `Firefox, Windows`. Nothing else of the
 * header is stored. `undefined` for an unknown browser.
 */
export function formatBrowserName(userAgent: string | undefined): string | undefined {
  const find = (all: readonly (readonly [string, RegExp])[]) =>
    all.find(([, pattern]) => userAgent !== undefined && pattern.test(userAgent))?.[0];
  const [browser, system] = [find(browsers), find(systems)];
  return [browser, system].filter((part) => part !== undefined).join(", ") || undefined;
}
