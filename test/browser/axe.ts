import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const { source } = createRequire(import.meta.url)("axe-core") as { source: string };

declare global {
  var axe: { run(options: object): Promise<AxeResults> };
}

/** All that axe finds wrong with a page as it is now, by rule and element. */
export async function expectNoViolations(page: Page): Promise<void> {
  // Through the debugger, which the page's content security policy doesn't hold back.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}
