import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const { source: axeSource } = createRequire(import.meta.url)("axe-core") as { source: string };

declare global {
  var axe: { run(options: object): Promise<AxeResults> };
}

/** All violations that axe finds in the current page, by rule and element. */
export async function expectNoViolations(page: Page): Promise<void> {
  // Runs through the debugger, because the page's content security policy blocks injected scripts.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}
