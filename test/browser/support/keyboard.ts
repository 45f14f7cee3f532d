import type { Locator, Page } from "playwright-core";

/** The name of the focused element: its label, its text, or its accessible name. */
const getFocusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const labels = element instanceof HTMLElement && "labels" in element ? [...(element.labels as NodeList)] : [];
    const names = [
      element?.getAttribute("aria-label"),
      element?.textContent,
      ...labels.map((each) => each.textContent),
    ];
    return names.join(" ");
  });

/**
 * Waits for the focus moves that earlier actions began. Pages move the focus after the next rendering; a key that is
 * pressed before goes to the element that the test has focused, or to the other one.
 */
const settleFocus = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

/** Presses a key on an element, once it is not busy with an earlier press: a busy button ignores presses. */
export async function pressKey(target: Locator, key = "Enter"): Promise<void> {
  const page = target.page();
  await target.and(page.locator(":not([aria-disabled=true])")).waitFor();
  await settleFocus(page);
  await target.press(key);
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  await settleFocus(page);
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await getFocusedName(page)).includes(name)) return;
  }
  throw new Error(`the keyboard doesn't reach ${name}`);
}
