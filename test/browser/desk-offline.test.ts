import { readdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { computeKeyId, signToken } from "#shared/badges/token.ts";
import { openTable } from "../../bench/support/handlers.ts";
import { openKey } from "../../local/kms/kms.ts";
import { repetitions } from "../support/full-run.ts";
import {
  createBadgeWearer,
  fetchHeadcount,
  issueTestBadge,
  readIncidents,
  scanOnline,
  sendScans,
} from "../system/support/gate-desk.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { writeConfirmedPeople } from "./support/crowd.ts";
import {
  openDesk,
  scanBadge,
  synchronizeUntil,
  synchronizeUntilInside,
  waitUntilOffline,
  waitUntilOnline,
} from "./support/desk.ts";
import { desk } from "./support/words.ts";

const texts = desk.en.desk;

test("two desks, one offline for a while: each person is counted once, and a second entry is an incident", async () => {
  const conferenceId = await createConference(4);
  const people = await Promise.all(
    ["Awa", "Moussa", "Fatou"].map((givenName) => createBadgeWearer(conferenceId, {}, { givenName })),
  );
  const [awa, moussa, fatou] = people.map(({ token }) => token);
  if (!awa || !moussa || !fatou) throw new Error("a person without a badge");
  const [north, south] = [
    await openDesk({ conferenceId, gate: "North" }),
    await openDesk({ conferenceId, gate: "South" }),
  ];
  expect(await scanBadge(north.page, awa)).toBe("good");
  await synchronizeUntilInside(south.page, 1);

  await south.context.setOffline(true);
  await waitUntilOffline(south.page);
  expect(await scanBadge(south.page, awa)).toBe("bad");
  expect(await south.page.locator(".why").textContent()).toContain("through North");
  expect(await scanBadge(south.page, moussa)).toBe("good");
  expect(await scanBadge(south.page, fatou)).toBe("good");
  expect(await scanBadge(south.page, fatou)).toBe("bad");
  await south.page.getByText("2 scans to send").waitFor();
  expect(await scanBadge(north.page, moussa)).toBe("good");

  await south.context.setOffline(false);
  await waitUntilOnline(south.page);
  await south.page.getByText("Nothing to send").waitFor();
  expect((await fetchHeadcount(conferenceId)).inside).toBe(3);
  await south.page.locator(".desk-inside").getByText("3", { exact: true }).waitFor();
  expect((await readIncidents(conferenceId)).items.map(({ reason }) => reason)).toEqual(["already-inside"]);

  await synchronizeUntilInside(north.page, 3);
  expect(await scanBadge(north.page, fatou)).toBe("bad");
  expect([north.complaints, south.complaints]).toEqual([[], []]);
});

test("a badge that was revoked while the desk was offline is admitted, and reported to the operator afterwards", async () => {
  const conferenceId = await createConference(1);
  const { token, registrationId } = await createBadgeWearer(conferenceId, {}, { familyName: "Sarr" });
  const { page, context } = await openDesk({ conferenceId });
  await context.setOffline(true);
  await waitUntilOffline(page);
  await postDecision(registrationId, "revoke");
  expect([await scanBadge(page, token), await page.locator(".why").allTextContents()]).toEqual(["good", []]);
  await context.setOffline(false);
  await page.getByRole("button", { name: "1 to review" }).click();
  await page
    .getByRole("dialog")
    .getByRole("row", { name: /Sarr.*approval was revoked/ })
    .waitFor();
  await expectNoViolations(page);
  await page.getByRole("button", { name: texts.conflicts.clear }).click();
  await page.getByRole("button", { name: "1 to review" }).waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("capture");
  // The scanner is idle for a moment after a dialog closes.
  await page.waitForTimeout(500);
  expect(await scanBadge(page, token)).toBe("bad");
});

/** A desk that has lost the network while its list, with a person inside, was on its way. */
async function loseNetworkMidway() {
  const conferenceId = await createConference(1);
  const { token } = await createBadgeWearer(conferenceId);
  const { page, context } = await openDesk({ conferenceId });
  await scanOnline(conferenceId, token, { gate: "North" });
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  let lists = 0;
  await page.route(/\/gate-list/, async (route) => {
    const response = await route.fetch();
    lists += 1;
    await isReleased;
    await route.fulfill({ response });
  });
  await synchronizeUntil(page, "en", async () => lists > 0);
  await context.setOffline(true);
  await page.locator(".desk-network.offline").waitFor();
  return { page, context, release, countLists: () => lists };
}

test("a response that arrives after the network is lost updates the list, and leaves the desk offline", async () => {
  const { page, release } = await loseNetworkMidway();
  release();
  await page.locator(".desk-inside").getByText("1", { exact: true }).waitFor();
  expect(await page.locator(".desk-network").getAttribute("class")).toContain("offline");
});

test("a desk whose network is back before a response arrives is online with that response", async () => {
  const { page, context, release, countLists } = await loseNetworkMidway();
  await context.setOffline(false);
  await page.waitForFunction(() => navigator.onLine);
  expect(await page.locator(".desk-network").getAttribute("class")).toContain("offline");
  release();
  await waitUntilOnline(page);
  await page.locator(".desk-inside").getByText("1", { exact: true }).waitFor();
  expect(countLists()).toBe(1);
});

/** Runs the work for 20 elements at a time. */
async function mapInBatches<T, R>(all: readonly T[], work: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += 20)
    results.push(...(await Promise.all(all.slice(from, from + 20).map((one, index) => work(one, from + index)))));
  return results;
}

/** Signs badges with the system's own key; requesting each from the API would take long. */
async function signBadges(conferenceId: string, ids: readonly string[]): Promise<string[]> {
  const folder = path.join(getSharedSystem().home, "keys");
  const file = readdirSync(folder).find((name) => name.endsWith(".pem")) ?? "";
  const key = openKey(folder, path.basename(file, ".pem"), "ECC_NIST_EDWARDS25519");
  const raw = Uint8Array.from(key.publicKey().slice(-32));
  const published = {
    keyId: await computeKeyId(raw),
    algorithm: "Ed25519",
    publicKey: Buffer.from(raw).toString("base64url"),
  } as const;
  const signer = { getPublishedKey: async () => published, sign: async (message: Uint8Array) => key.sign(message) };
  return Promise.all(ids.map((registrationId) => signToken(signer, { conferenceId, registrationId, serial: 1 })));
}

const badgeCount = repetitions({ usual: 200, full: 600 });

/**
 * Creates `badgeCount` badges and returns what the desk scans, in order: the badges, eight of them a second time, and
 * four texts that are no valid badge of this conference. Some badges are revoked, replaced or limited to another zone or day.
 */
async function prepareBadges(conferenceId: string, elsewhere: string): Promise<string[]> {
  const table = openTable(getSharedSystem().dynamodb, 64, getSharedSystem().table);
  const [some, others] = [
    await Promise.all(Array.from({ length: 20 }, () => createBadgeWearer(conferenceId))),
    await writeConfirmedPeople(table, conferenceId, badgeCount - 20),
  ];
  table.client.destroy();
  const ids = [...some.map(({ registrationId }) => registrationId), ...others];
  const tokens = await signBadges(conferenceId, ids);
  await mapInBatches(ids.slice(0, 40), async (id, index) => {
    // Only a person who registered through the API holds a seat that can be released.
    if (index < 10) await postDecision(id, "revoke");
    else if (index < 20) await issueTestBadge(id, { reason: "lost" });
    else {
      const access = index < 30 ? { zones: ["B"] } : { days: ["2099-10-26"] };
      await callSystem(`/v1/registrations/${id}/access`, asSecretariat({ method: "PUT", body: access }));
    }
  });
  const unsigned = tokens[50] ?? "";
  // The sixth character belongs to the key's id, the last ones to the signature.
  const otherKey = `${unsigned.slice(0, 5)}${unsigned[5] === "1" ? "2" : "1"}${unsigned.slice(6)}`;
  const strange = ["NO BADGE", elsewhere, `${unsigned.slice(0, -3)}000`, otherKey];
  return [...tokens, ...tokens.slice(100, 108), ...strange];
}

const gate = { gate: "Gate A", zone: "A" };

/** The server's verdicts, in order. */
async function scanAllOnline(conferenceId: string, direction: string, tokens: readonly string[]): Promise<string[]> {
  const verdicts: string[] = [];
  for (let from = 0; from < tokens.length; from += 100) {
    const scans = tokens
      .slice(from, from + 100)
      .map((token, index) => ({ scanId: `${direction}-${from + index}`, token, at: new Date().toISOString() }));
    const read = await sendScans(conferenceId, { ...gate, direction, scans });
    verdicts.push(...read.map(({ verdict, reason }) => reason ?? verdict));
  }
  return verdicts;
}

/** The desk's verdict on one badge, as the name of the reason. */
async function scanOffline(page: Page, token: string): Promise<string> {
  if ((await scanBadge(page, token)) === "good") return "admit";
  const why = (await page.locator(".why").textContent()) ?? "";
  const entry = Object.entries(desk.en.gate).find(([, sentence]) => why.startsWith(sentence.split("{")[0] ?? ""));
  return reasonsByText[entry?.[0] ?? ""] ?? entry?.[0] ?? why;
}

test(`${badgeCount} badges are scanned offline, then synchronised: the same verdicts and headcount as online`, async () => {
  const elsewhere = (await createBadgeWearer(await createConference(1))).token;
  const conferenceId = await createConference(700);
  const tokens = await prepareBadges(conferenceId, elsewhere);
  // First online. Then all people leave, and enter again offline.
  const expected = await scanAllOnline(conferenceId, "in", tokens);
  const before = await fetchHeadcount(conferenceId);
  const admitted = tokens.filter((_, index) => expected[index] === "admit");
  expect(new Set(expected)).toEqual(new Set(everyVerdict));
  expect(new Set(await scanAllOnline(conferenceId, "out", admitted))).toEqual(new Set(["admit"]));
  expect((await fetchHeadcount(conferenceId)).inside).toBe(0);

  const { page, context, complaints } = await openDesk({ conferenceId, ...gate });
  await context.setOffline(true);
  await waitUntilOffline(page);
  const verdicts: string[] = [];
  for (const token of tokens) verdicts.push(await scanOffline(page, token));
  expect(verdicts).toEqual(expected);
  await page.getByText(`${admitted.length} scans to send`).waitFor();
  const inside = page.locator(".desk-inside strong");
  expect(await inside.textContent()).toBe(String(admitted.length));
  expect((await fetchHeadcount(conferenceId)).inside).toBe(0);

  await context.setOffline(false);
  await waitUntilOnline(page);
  await page.getByText("Nothing to send").waitFor();
  expect(await fetchHeadcount(conferenceId)).toEqual(before);
  expect((await readIncidents(conferenceId)).items).toEqual([]);
  expect(await inside.textContent()).toBe(String(before.inside));
  expect(await scanBadge(page, tokens[120] ?? "")).toBe("bad");
  expect(complaints).toEqual([]);
});

const everyVerdict = [
  "admit",
  "revoked",
  "replaced",
  "wrong-zone",
  "wrong-day",
  "already-inside",
  "forged",
  "other-conference",
  "unknown-key",
];

/** Texts with parameters, by the reason that they belong to. */
const reasonsByText: Readonly<Record<string, string>> = {
  "replaced-by": "replaced",
  "inside-since": "already-inside",
  "members-inside": "delegation-inside-full",
};
