import { readdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { keyIdOf, signToken } from "#shared/badge/token.ts";
import { openTable } from "../../bench/support/handlers.ts";
import { openKey } from "../../local/kms/key-store.ts";
import { badgeOf, headcountOf, incidentsOf, send, wearer } from "../system/gate-desk.ts";
import { asSecretariat, call, decide, newConference, running } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { crowdAt } from "./crowd.ts";
import { isOffline, isOnline, openDesk, readBadge } from "./desk.ts";
import { desk } from "./words.ts";

const said = desk.en.desk;

test("two desks, one without a network for a while: nobody is lost, and who came in twice is looked into", async () => {
  const conferenceId = await newConference(4);
  const people = await Promise.all(
    ["Awa", "Moussa", "Fatou"].map((givenName) => wearer(conferenceId, {}, { givenName })),
  );
  const [awa, moussa, fatou] = people.map(({ token }) => token);
  if (!awa || !moussa || !fatou) throw new Error("nobody came");
  const [north, south] = [
    await openDesk({ conferenceId, gate: "North" }),
    await openDesk({ conferenceId, gate: "South" }),
  ];
  expect(await readBadge(north.page, awa)).toBe("good");
  await south.page.getByRole("button", { name: said.synchronise }).click();
  await south.page.locator(".desk-inside").getByText("1", { exact: true }).waitFor();

  await south.context.setOffline(true);
  await isOffline(south.page);
  expect(await readBadge(south.page, awa)).toBe("bad");
  expect(await south.page.locator(".why").textContent()).toContain("by North");
  expect(await readBadge(south.page, moussa)).toBe("good");
  expect(await readBadge(south.page, fatou)).toBe("good");
  expect(await readBadge(south.page, fatou)).toBe("bad");
  await south.page.getByText("2 scans to send").waitFor();
  expect(await readBadge(north.page, moussa)).toBe("good");

  await south.context.setOffline(false);
  await isOnline(south.page);
  await south.page.getByText("Nothing to send").waitFor();
  expect((await headcountOf(conferenceId)).inside).toBe(3);
  await south.page.locator(".desk-inside").getByText("3", { exact: true }).waitFor();
  expect((await incidentsOf(conferenceId)).items.map(({ reason }) => reason)).toEqual(["already-inside"]);

  await north.page.getByRole("button", { name: said.synchronise }).click();
  await north.page.locator(".desk-inside").getByText("3", { exact: true }).waitFor();
  expect(await readBadge(north.page, fatou)).toBe("bad");
  expect([north.complaints, south.complaints]).toEqual([[], []]);
});

test("a badge that was revoked while the desk was alone is let in, told of, and named to the operator", async () => {
  const conferenceId = await newConference(1);
  const { token, registrationId } = await wearer(conferenceId, {}, { familyName: "Sarr" });
  const { page, context } = await openDesk({ conferenceId });
  await context.setOffline(true);
  await isOffline(page);
  await decide(registrationId, "revoke");
  expect([await readBadge(page, token), await page.locator(".why").allTextContents()]).toEqual(["good", []]);
  await context.setOffline(false);
  await page.getByRole("button", { name: "1 to look into" }).click();
  await page
    .getByRole("dialog")
    .getByRole("row", { name: /Sarr.*approval was withdrawn/ })
    .waitFor();
  await expectNoViolations(page);
  await page.getByRole("button", { name: said.conflicts.clear }).click();
  await page.getByRole("button", { name: "1 to look into" }).waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("capture");
  // Nobody holds a badge before the scanner in the instant in which a dialog closes.
  await page.waitForTimeout(500);
  expect(await readBadge(page, token)).toBe("bad");
});

/** Several at a time, for one after another takes long. */
async function each<T, R>(all: readonly T[], work: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += 20)
    results.push(...(await Promise.all(all.slice(from, from + 20).map((one, index) => work(one, from + index)))));
  return results;
}

/** Badges by the system's own key, as it would sign them; to ask for each takes long. */
async function badgesOf(conferenceId: string, ids: readonly string[]): Promise<string[]> {
  const folder = path.join(running().home, "keys");
  const file = readdirSync(folder).find((name) => name.endsWith(".pem")) ?? "";
  const key = openKey(folder, path.basename(file, ".pem"), "ECC_NIST_EDWARDS25519");
  const raw = Uint8Array.from(key.publicKey().slice(-32));
  const published = {
    keyId: await keyIdOf(raw),
    algorithm: "Ed25519",
    publicKey: Buffer.from(raw).toString("base64url"),
  } as const;
  const signer = { publishedKey: async () => published, sign: async (message: Uint8Array) => key.sign(message) };
  return Promise.all(ids.map((registrationId) => signToken(signer, { conferenceId, registrationId, serial: 1 })));
}

/**
 * 600 badges and a dozen readings more, in one order: most of them good, some of a badge that was revoked, replaced,
 * limited to another zone or day, of another conference, under no key of ours, or of a person who is inside.
 */
async function cast(conferenceId: string, elsewhere: string): Promise<string[]> {
  const table = openTable(running().dynamodb, 64, running().table);
  const [some, others] = [
    await Promise.all(Array.from({ length: 20 }, () => wearer(conferenceId))),
    await crowdAt(table, conferenceId, 580),
  ];
  table.client.destroy();
  const ids = [...some.map(({ registrationId }) => registrationId), ...others];
  const tokens = await badgesOf(conferenceId, ids);
  await each(ids.slice(0, 40), async (id, index) => {
    // Only who came through the front door has a place that can be given back.
    if (index < 10) await decide(id, "revoke");
    else if (index < 20) await badgeOf(id, { reason: "lost" });
    else {
      const access = index < 30 ? { zones: ["B"] } : { days: ["2099-10-26"] };
      await call(`/v1/registrations/${id}/access`, asSecretariat({ method: "PUT", body: access }));
    }
  });
  const unsigned = tokens[50] ?? "";
  // The sixth letter belongs to the key's name, the last ones to the signature.
  const otherKey = `${unsigned.slice(0, 5)}${unsigned[5] === "1" ? "2" : "1"}${unsigned.slice(6)}`;
  const strange = ["NO BADGE", elsewhere, `${unsigned.slice(0, -3)}000`, otherKey];
  return [...tokens, ...tokens.slice(100, 108), ...strange];
}

const gate = { gate: "Gate A", zone: "A" };

/** What the server says to them, in order. */
async function online(conferenceId: string, direction: string, tokens: readonly string[]): Promise<string[]> {
  const verdicts: string[] = [];
  for (let from = 0; from < tokens.length; from += 100) {
    const scans = tokens
      .slice(from, from + 100)
      .map((token, index) => ({ scanId: `${direction}-${from + index}`, token, at: new Date().toISOString() }));
    const read = await send(conferenceId, { ...gate, direction, scans });
    verdicts.push(...read.map(({ verdict, reason }) => reason ?? verdict));
  }
  return verdicts;
}

/** What the desk says to one, by the reason's name. */
async function aloneVerdict(page: Page, token: string): Promise<string> {
  if ((await readBadge(page, token)) === "good") return "admit";
  const why = (await page.locator(".why").textContent()) ?? "";
  const said = Object.entries(desk.en.gate).find(([, sentence]) => why.startsWith(sentence.split("{")[0] ?? ""));
  return plain[said?.[0] ?? ""] ?? said?.[0] ?? why;
}

test("600 badges with the network cut, then synchronised: the same verdicts and headcount as online", async () => {
  const elsewhere = (await wearer(await newConference(1))).token;
  const conferenceId = await newConference(700);
  const tokens = await cast(conferenceId, elsewhere);
  // First with the network. Then everybody goes home, and comes again when it is cut.
  const expected = await online(conferenceId, "in", tokens);
  const before = await headcountOf(conferenceId);
  const admitted = tokens.filter((_, index) => expected[index] === "admit");
  expect(new Set(expected)).toEqual(new Set(everyVerdict));
  expect(new Set(await online(conferenceId, "out", admitted))).toEqual(new Set(["admit"]));
  expect((await headcountOf(conferenceId)).inside).toBe(0);

  const { page, context, complaints } = await openDesk({ conferenceId, ...gate });
  await context.setOffline(true);
  await isOffline(page);
  const verdicts: string[] = [];
  for (const token of tokens) verdicts.push(await aloneVerdict(page, token));
  expect(verdicts).toEqual(expected);
  await page.getByText(`${admitted.length} scans to send`).waitFor();
  const inside = page.locator(".desk-inside strong");
  expect(await inside.textContent()).toBe(String(admitted.length));
  expect((await headcountOf(conferenceId)).inside).toBe(0);

  await context.setOffline(false);
  await isOnline(page);
  await page.getByText("Nothing to send").waitFor({ timeout: 60_000 });
  expect(await headcountOf(conferenceId)).toEqual(before);
  expect((await incidentsOf(conferenceId)).items).toEqual([]);
  expect(await inside.textContent()).toBe(String(before.inside));
  expect(await readBadge(page, tokens[200] ?? "")).toBe("bad");
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

/** Sentences with particulars, by the reason they are about. */
const plain: Readonly<Record<string, string>> = {
  "replaced-by": "replaced",
  "inside-since": "already-inside",
  "members-inside": "delegation-inside-full",
};
