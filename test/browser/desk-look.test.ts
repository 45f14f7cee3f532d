import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { portrait } from "../support/portrait.ts";
import { post, settled } from "../system/documents.ts";
import { nextScan, send, wearer } from "../system/gate-desk.ts";
import { asDesk, asSecretariat, call, newConference } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll } from "./browser.ts";
import { isOffline, openDesk, readBadge } from "./desk.ts";
import { desk } from "./words.ts";

const said = desk.en.desk;

async function hasPhoto(registrationId: string): Promise<void> {
  const photo = await portrait(2, 480);
  const body = { kind: "photo", contentType: "image/jpeg", size: photo.length };
  const form = await call(`/v1/registrations/${registrationId}/documents`, asSecretariat({ body }));
  await post(form.body, photo);
  await settled(form.body.documentId, asSecretariat());
}

const face = (page: Page) => page.locator(".verdict .face");

test("with the verdict stands the photo of whom the badge was made for; without the network there is none", async () => {
  const conferenceId = await newConference(2);
  const [seen, faceless] = await Promise.all([
    wearer(conferenceId, { organization: "Cities Alliance" }, { familyName: "Ndiaye" }),
    wearer(conferenceId),
  ]);
  await hasPhoto(seen.registrationId);
  const { page, context, complaints } = await openDesk({ conferenceId });
  expect(await readBadge(page, seen.token)).toBe("good");
  const isShown = () => face(page).evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);
  await expect.poll(isShown).toBe(true);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  expect(await readBadge(page, seen.token)).toBe("bad");
  await expect.poll(isShown).toBe(true);
  expect(await readBadge(page, faceless.token)).toBe("good");
  expect(await face(page).count()).toBe(0);
  await context.setOffline(true);
  await isOffline(page);
  expect(await readBadge(page, seen.token)).toBe("bad");
  expect(await page.locator(".who .name").textContent()).toContain("Ndiaye");
  expect(await face(page).count()).toBe(0);
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

describe("what has to be looked into", () => {
  const late = (gate: string, token: string, seconds: number) => {
    const at = new Date(Date.now() - seconds * 1_000).toISOString();
    return { gate, direction: "in", scans: [{ scanId: nextScan(), token, at, offline: true, admitted: true }] };
  };

  test("at any gate is counted and named at every desk, until somebody there has looked into it", async () => {
    const conferenceId = await newConference(1);
    const { token } = await wearer(conferenceId, {}, { familyName: "Sarr" });
    await send(conferenceId, late("North", token, 120));
    await send(conferenceId, late("South", token, 60));
    const { page, complaints } = await openDesk({ conferenceId, gate: "Third" });
    const open = page.getByRole("button", { name: "1 to look into" });
    await open.click();
    const dialog = page.getByRole("dialog", { name: said.conflicts.title });
    const row = dialog.getByRole("row", { name: /Sarr.*already inside.*Contradicts: North.*South: In/i });
    await row.waitFor();
    await expectNoViolations(page);
    await dialog.getByRole("button", { name: said.conflicts.clear }).click();
    await open.waitFor({ state: "detached" });
    const asked = page.waitForResponse((answer) => answer.url().includes("/incidents"));
    await page.reload();
    await (await asked).finished();
    await page.waitForTimeout(200);
    expect(await open.count()).toBe(0);
    const another = await openDesk({ conferenceId, gate: "Fourth" });
    await another.page.getByRole("button", { name: "1 to look into" }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test("badges that were printed and that nobody has come for are listed, and leave the list as they are handed out", async () => {
  const conferenceId = await newConference(2);
  const people = await Promise.all([
    wearer(conferenceId, { organization: "Cities Alliance" }, { givenName: "Awa", familyName: "Ndiaye" }),
    wearer(conferenceId, { organization: "City of Dakar" }, { givenName: "Moussa", familyName: "Sarr" }),
  ]);
  const registrationIds = people.map(({ registrationId }) => registrationId);
  await call(`/v1/conferences/${conferenceId}/badge-batches`, asSecretariat({ body: { registrationIds } }));
  const lying = async () => {
    const { body } = await call(`/v1/conferences/${conferenceId}/uncollected-badges`, asDesk());
    return body.items.map(({ registrationId }) => registrationId).toSorted();
  };
  await expect.poll(lying, { timeout: 60_000 }).toEqual(registrationIds.toSorted());
  const { page, complaints } = await openDesk({ conferenceId });
  await page.getByRole("button", { name: said.handOut.open }).click();
  const dialog = page.getByRole("dialog", { name: said.handOut.title });
  await dialog.getByText("2 badges lie here.").waitFor();
  await dialog.getByLabel(said.handOut.filter).fill("dakar");
  await dialog.getByText("1 badge lies here.").waitFor();
  await expectNoViolations(page);
  await dialog.getByLabel(said.handOut.filter).fill("");
  await dialog.getByRole("button", { name: "Moussa Sarr: handed out" }).click();
  await dialog.getByText("1 badge lies here.").waitFor();
  await dialog.getByRole("status").filter({ hasText: "Moussa Sarr" }).waitFor({ state: "attached" });
  expect(await lying()).toEqual([registrationIds[0]]);
  expect(complaints).toEqual([]);
});
