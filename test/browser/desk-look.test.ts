import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { drawPortrait } from "../support/portrait.ts";
import { postTestFile, waitUntilAttached } from "../system/support/documents.ts";
import { createBadgeWearer, nextScanId, sendScans } from "../system/support/gate-desk.ts";
import { asDesk, asSecretariat, callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { openDesk, scanBadge, waitUntilOffline } from "./support/desk.ts";
import { desk } from "./support/words.ts";

const texts = desk.en.desk;

async function hasPhoto(registrationId: string): Promise<void> {
  const photo = await drawPortrait(2, 480);
  const body = { kind: "photo", contentType: "image/jpeg", size: photo.length };
  const form = await callSystem(`/v1/registrations/${registrationId}/documents`, asSecretariat({ body }));
  await postTestFile(form.body, photo);
  await waitUntilAttached(`/v1/registrations/${registrationId}`, form.body.documentId);
}

const getPhoto = (page: Page) => page.locator(".verdict .face");

test("the verdict shows the photo of the badge's owner; offline it shows none", async () => {
  const conferenceId = await createConference(2);
  const [seen, faceless] = await Promise.all([
    createBadgeWearer(conferenceId, { organization: "Cities Alliance" }, { familyName: "Ndiaye" }),
    createBadgeWearer(conferenceId),
  ]);
  await hasPhoto(seen.registrationId);
  const { page, context, complaints } = await openDesk({ conferenceId });
  expect(await scanBadge(page, seen.token)).toBe("good");
  const isShown = () => getPhoto(page).evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);
  await expect.poll(isShown).toBe(true);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  expect(await scanBadge(page, seen.token)).toBe("bad");
  await expect.poll(isShown).toBe(true);
  expect(await scanBadge(page, faceless.token)).toBe("good");
  expect(await getPhoto(page).count()).toBe(0);
  await context.setOffline(true);
  await waitUntilOffline(page);
  expect(await scanBadge(page, seen.token)).toBe("bad");
  expect(await page.locator(".who .name").textContent()).toContain("Ndiaye");
  expect(await getPhoto(page).count()).toBe(0);
  const kept = await page.evaluate(async () => {
    const { name = "" } = (await indexedDB.databases())[0] ?? {};
    const open = indexedDB.open(name);
    const base = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)));
    const reads = [...base.objectStoreNames].map((table) => base.transaction(table).objectStore(table).getAll());
    const rows = reads.map((read) => new Promise((resolve) => (read.onsuccess = () => resolve(read.result))));
    return JSON.stringify(await Promise.all(rows));
  });
  expect(kept).toContain("Ndiaye");
  expect(kept).not.toMatch(/photo|X-Amz/i);
  expect(complaints).toEqual([]);
});

describe("incidents", () => {
  const late = (gate: string, token: string, seconds: number) => {
    const at = new Date(Date.now() - seconds * 1_000).toISOString();
    return { gate, direction: "in", scans: [{ scanId: nextScanId(), token, at, offline: true, admitted: true }] };
  };

  test("of any gate are counted and listed at each desk until one desk has resolved them", async () => {
    const conferenceId = await createConference(1);
    const { token } = await createBadgeWearer(conferenceId, {}, { familyName: "Sarr" });
    await sendScans(conferenceId, late("North", token, 120));
    await sendScans(conferenceId, late("South", token, 60));
    const { page, complaints } = await openDesk({ conferenceId, gate: "Third" });
    const open = page.getByRole("button", { name: "1 to review" });
    await open.click();
    const dialog = page.getByRole("dialog", { name: texts.conflicts.title });
    const row = dialog.getByRole("row", { name: /Sarr.*already inside.*Contradicts: North.*South: In/i });
    await row.waitFor();
    await expectNoViolations(page);
    await dialog.getByRole("button", { name: texts.conflicts.clear }).click();
    await open.waitFor({ state: "detached" });
    const asked = page.waitForResponse((answer) => answer.url().includes("/incidents"));
    await page.reload();
    await (await asked).finished();
    await page.waitForTimeout(200);
    expect(await open.count()).toBe(0);
    const another = await openDesk({ conferenceId, gate: "Fourth" });
    await another.page.getByRole("button", { name: "1 to review" }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test("uncollected badges are listed, and leave the list when they are handed out", async () => {
  const conferenceId = await createConference(2);
  const people = await Promise.all([
    createBadgeWearer(conferenceId, { organization: "Cities Alliance" }, { givenName: "Awa", familyName: "Ndiaye" }),
    createBadgeWearer(conferenceId, { organization: "City of Dakar" }, { givenName: "Moussa", familyName: "Sarr" }),
  ]);
  const registrationIds = people.map(({ registrationId }) => registrationId);
  await callSystem(`/v1/conferences/${conferenceId}/badge-batches`, asSecretariat({ body: { registrationIds } }));
  const lying = async () => {
    const { body } = await callSystem(`/v1/conferences/${conferenceId}/uncollected-badges`, asDesk());
    return body.items.map(({ registrationId }) => registrationId).toSorted();
  };
  await expect.poll(lying).toEqual(registrationIds.toSorted());
  const { page, complaints } = await openDesk({ conferenceId });
  await page.getByRole("button", { name: texts.handOut.open }).click();
  const dialog = page.getByRole("dialog", { name: texts.handOut.title });
  await dialog.getByText("There are 2 badges to hand out.").waitFor();
  await dialog.getByLabel(texts.handOut.filter).fill("dakar");
  await dialog.getByText("There is 1 badge to hand out.").waitFor();
  await expectNoViolations(page);
  await dialog.getByLabel(texts.handOut.filter).fill("");
  await dialog.getByRole("button", { name: "Moussa Sarr: handed out" }).click();
  await dialog.getByText("There is 1 badge to hand out.").waitFor();
  await dialog.getByRole("status").filter({ hasText: "Moussa Sarr" }).waitFor({ state: "attached" });
  expect(await lying()).toEqual([registrationIds[0]]);
  expect(complaints).toEqual([]);
});
