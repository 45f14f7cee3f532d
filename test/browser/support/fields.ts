import type { Page } from "playwright-core";
import { expect } from "vitest";

type FieldValues = Readonly<Record<string, string | boolean>>;

/** The value of each field of a form by its identifier or label; files and passwords are never stored. */
export const readFields = (page: Page): Promise<FieldValues> =>
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

const fieldTexts: Readonly<Record<string, string>> = {
  number: "7",
  email: "kept@example.org",
  date: "2027-10-02",
  "datetime-local": "2027-10-01T10:00",
};

/** Changes each visible field within an element to another value. */
export async function fillAllFields(page: Page, within: string): Promise<void> {
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
    else await field.fill(fieldTexts[kind] ?? `kept ${index}`);
  }
}

/** Reloads the page and expects the fields to keep their values. @param open presses what opens the form again */
export async function expectFieldsKept(
  page: Page,
  open: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const before = await readFields(page);
  expect(Object.values(before).join(" ")).toMatch(/kept|7|true/);
  await page.reload();
  await open();
  await expect.poll(() => readFields(page)).toEqual(before);
}
