import type { Page } from "playwright-core";
import { expect } from "vitest";
import { createConference, postRegistration } from "../../system/support/system.ts";

export interface Applicant {
  readonly name: string;
  readonly category?: string;
  readonly nationality?: string;
  readonly organization?: string;
  readonly needs?: object;
}

/** Registers people one after another. @returns the conference, and their registrations by name */
export async function createRegister(applicants: readonly Applicant[], settings: Record<string, unknown> = {}) {
  const conferenceId = await createConference(50, { seatTakenAt: "approval", ...settings });
  const ids: Record<string, string> = {};
  for (const { name, category = "ngo", nationality = "SEN", organization = "City of Dakar", needs } of applicants) {
    const form = { category, organization, country: nationality, ...(needs && { needs }) };
    const { body } = await postRegistration(conferenceId, form, { givenName: "Awa", familyName: name, nationality });
    ids[name] = body.registrationId;
  }
  return { conferenceId, ids };
}

export const listRows = (page: Page) => page.locator("#register-table tbody tr[aria-rowindex]");

/** The names in the table, from the top. */
export const expectNames = (page: Page, names: readonly string[]) =>
  expect
    .poll(() => page.locator("#register-table tbody th[scope=row]").allTextContents())
    .toEqual(names.map((name) => `Awa ${name}`));

export const getLocation = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

export async function openRegister(page: Page, conferenceId: string, more = ""): Promise<void> {
  await page.goto(`/console#conference=${conferenceId}&view=register${more}`);
  await listRows(page).first().waitFor();
}

/** What has the focus: the text of the cell. */
export const readFocused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");
