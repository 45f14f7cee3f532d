import type { Page } from "playwright-core";
import { expect } from "vitest";

type Typed = Readonly<Record<string, string | boolean>>;

/** What stands in each field that a form has, by its identifier or its label; files and secrets no page writes down. */
export const typedIn = (page: Page): Promise<Typed> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>("input, select, textarea")];
    const ours = fields.filter(
      (field) => !["file", "password"].includes(field.type) && field.autocomplete !== "one-time-code",
    );
    return Object.fromEntries(
      ours.map((field) => [
        `${field.id || field.ariaLabel || field.labels?.[0]?.textContent} ${field.type === "radio" ? field.value : ""}`.trim(),
        ["checkbox", "radio"].includes(field.type) ? field.checked : field.value,
      ]),
    );
  });

const texts: Readonly<Record<string, string>> = {
  number: "7",
  email: "kept@example.org",
  date: "2027-10-02",
  "datetime-local": "2027-10-01T10:00",
};

/** Changes every field that is to be seen within an element, each to something that it hadn't. */
export async function fillAll(page: Page, within: string): Promise<void> {
  const fields = page.locator(within).locator("input:visible, select:visible, textarea:visible");
  await fields.first().waitFor();
  for (const [index, field] of (await fields.all()).entries()) {
    const { kind, role } = await field.evaluate((each) => ({
      kind: (each as HTMLInputElement).type,
      role: each.getAttribute("role"),
    }));
    if (role === "combobox" || ["file", "password"].includes(kind)) continue;
    if (kind === "select-one") await field.selectOption({ index: (await field.locator("option").count()) - 1 });
    else if (kind === "checkbox") await field.setChecked(!(await field.isChecked()));
    else if (kind === "radio") await field.check();
    else await field.fill(texts[kind] ?? `kept ${index}`);
  }
}

/** Reloads the page, and sees that all that was typed stands where it stood. @param open what is pressed again after it */
export async function expectKept(page: Page, open: () => Promise<unknown> = async () => undefined): Promise<void> {
  const before = await typedIn(page);
  expect(Object.values(before).join(" ")).toMatch(/kept|7|true/);
  await page.reload();
  await open();
  await expect.poll(() => typedIn(page)).toEqual(before);
}
