import type { Page } from "playwright-core";

/** What the focused element is called: by its label, its text, or its own name. */
const focused = (page: Page): Promise<string> =>
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

/** Tab until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).includes(name)) return;
  }
  throw new Error(`the keyboard doesn't reach ${name}`);
}
