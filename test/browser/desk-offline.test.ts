import { expect, test } from "vitest";
import { approvedAt, tableAt } from "../../bench/palais.ts";
import { badgeOf, headcountOf, incidentsOf, readOnce, send, wearer } from "../system/gate-desk.ts";
import { asDesk, asSecretariat, call, decide, newConference, running, submit } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { desk, isOffline, isOnline, openDesk, readBadge } from "./desk.ts";

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
  expect(await readBadge(page, token)).toBe("good");
  await context.setOffline(false);
  await page.getByRole("button", { name: "1 to look into" }).click();
  await page
    .getByRole("dialog")
    .getByRole("row", { name: /Sarr.*approval was withdrawn/ })
    .waitFor();
  await expectNoViolations(page);
  await page.getByRole("button", { name: said.conflicts.clear }).click();
  await page.getByRole("button", { name: "1 to look into" }).waitFor({ state: "detached" });
  expect(await readBadge(page, token)).toBe("bad");
});

/** Several at a time, for one after another takes long. */
async function each<T, R>(all: readonly T[], work: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += 20)
    results.push(...(await Promise.all(all.slice(from, from + 20).map((one, index) => work(one, from + index)))));
  return results;
}

/**
 * 590 people, and 600 readings in one order: most of them good, some of a badge that was revoked, replaced, limited to
 * another zone or day, of another conference or none at all, some of a person who is inside.
 */
async function cast(conferenceId: string, elsewhere: string): Promise<string[]> {
  const table = tableAt(running().dynamodb, 64, running().table);
  const ids = await approvedAt(table, conferenceId, 590);
  table.client.destroy();
  const badges = await each(ids, (id) => badgeOf(id));
  await each(ids.slice(0, 40), async (id, index) => {
    if (index < 10) await decide(id, "revoke");
    else if (index < 20) await badgeOf(id, { reason: "lost" });
    else {
      const access = index < 30 ? { zones: ["B"] } : { days: ["2099-10-26"] };
      await call(`/v1/registrations/${id}/access`, asSecretariat({ method: "PUT", body: access }));
    }
  });
  const tokens = badges.map(({ token }) => token);
  const strange = ["", " NO BADGE", elsewhere, `${elsewhere.slice(0, -3)}000`].map((text) => text || "X");
  return [...tokens, ...tokens.slice(100, 106), ...strange];
}

/** What the operator is told, without who told it: the verdict and its words. */
const online = async (conferenceId: string, tokens: readonly string[]): Promise<string[]> => {
  const verdicts: string[] = [];
  for (let from = 0; from < tokens.length; from += 100) {
    const scans = tokens
      .slice(from, from + 100)
      .map((token, index) => ({ scanId: `online-${from + index}`, token, at: new Date().toISOString() }));
    const read = await send(conferenceId, { gate: "Gate A", direction: "in", zone: "A", scans });
    verdicts.push(...read.map(({ verdict, reason }) => reason ?? verdict));
  }
  return verdicts;
};

test("600 badges with the network cut, then synchronised: the same verdicts and headcount as online", async () => {
  const elsewhere = (await wearer(await newConference(1))).token;
  const [alone, together] = ["alone", "together"].map((name) => `six-hundred-${name}-${Date.now().toString(36)}`);
  if (!alone || !together) throw new Error("no conference");
  const tokens = { alone: await cast(alone, elsewhere), together: await cast(together, elsewhere) };
  const expected = await online(together, tokens.together);
  expect(new Set(expected).size).toBeGreaterThanOrEqual(8);

  const { page, context, complaints } = await openDesk({ conferenceId: alone, zone: "A" });
  await context.setOffline(true);
  await isOffline(page);
  const began = Date.now();
  const verdicts: string[] = [];
  const words = new Map(Object.entries(desk.en.reason).map(([reason, sentence]) => [sentence.split("{")[0], reason]));
  for (const token of tokens.alone) {
    const look = await readBadge(page, token);
    const why = look === "good" ? "admit" : await page.locator(".why").textContent();
    const reason = [...words].find(([sentence]) => sentence !== undefined && why?.startsWith(sentence))?.[1];
    verdicts.push(look === "good" ? "admit" : (plain[reason ?? ""] ?? reason ?? `${why}`));
  }
  const took = Date.now() - began;
  expect(verdicts).toEqual(expected);
  const admitted = verdicts.filter((verdict) => verdict === "admit").length;
  await page.getByText(`${admitted} scans to send`).waitFor();
  const inside = new Intl.NumberFormat("en").format(admitted);
  expect(await page.locator(".desk-inside strong").textContent()).toBe(inside);

  await context.setOffline(false);
  await isOnline(page);
  await page.getByText("Nothing to send").waitFor({ timeout: 60_000 });
  const [here, there] = [await headcountOf(alone), await headcountOf(together)];
  expect(here).toEqual(there);
  expect(here.inside).toBe(admitted);
  expect((await incidentsOf(alone)).items).toEqual([]);
  expect(await page.locator(".desk-inside strong").textContent()).toBe(inside);
  expect(await readOnce(alone, tokens.alone[200] ?? "")).toMatchObject({ reason: "already-inside" });
  expect(complaints).toEqual([]);
  console.log(`${verdicts.length} badges read in ${took} ms`);
});

/** Sentences with particulars, by the reason they are about. */
const plain: Readonly<Record<string, string>> = {
  "replaced-by": "replaced",
  "inside-since": "already-inside",
  "members-inside": "delegation-inside-full",
};
