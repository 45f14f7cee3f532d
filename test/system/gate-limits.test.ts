import { beforeAll, describe, expect, test } from "vitest";
import type { PublishedKey } from "#shared/badge/token.ts";
import { type Forgery, forgeries } from "../support/forgeries.ts";
import { aSigner } from "../support/signer.ts";
import { badgeOf, headcountOf, nextScan, type Read, readOnce, said, send, type Wearer, wearer } from "./gate-desk.ts";
import { asSecretariat, call, decide, newConference } from "./system.ts";

/** A delegation with members who are confirmed and have their badges. */
async function mission(conferenceId: string, members: number, insideAtOnce?: number) {
  const draft = {
    name: { en: "Mission" },
    category: "ngo",
    focalPoints: ["f@example.org"],
    ...(insideAtOnce && { insideAtOnce }),
  };
  const made = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const path = `/v1/delegations/${made.body.delegationId}`;
  const person = (index: number) => ({ givenName: `Member ${index}`, nationality: "SEN", birthDate: "1980-01-01" });
  const items = Array.from({ length: members }, (_, index) => ({ person: person(index) }));
  await call(`${path}/nominations`, asSecretariat({ body: { items } }));
  const { body } = await call(path, asSecretariat());
  const wearers: Wearer[] = [];
  for (const { registrationId } of body.members) {
    await decide(registrationId, "approve");
    wearers.push(await badgeOf(registrationId));
  }
  return { path, wearers };
}

describe("a delegation's limit of those inside at once", () => {
  test("holds when all its members come at the same moment, and says who is inside until one goes out", async () => {
    const id = await newConference(9);
    const { wearers } = await mission(id, 6, 2);
    const rush = await Promise.all(wearers.map(({ token }, gate) => readOnce(id, token, { gate: `Gate ${gate}` })));
    expect(rush.filter(({ verdict }) => verdict === "admit").length).toBe(2);
    const refused = rush.find((each): each is Read => each.verdict === "refuse");
    const names = rush.flatMap(({ verdict, person }) => (verdict === "admit" && person ? [person.nameOnBadge] : []));
    expect(refused).toMatchObject({ reason: "delegation-inside-full", particulars: { inside: names.toSorted() } });
    expect(refused?.message).toContain(names.toSorted().join(" and "));
    expect((await headcountOf(id)).inside).toBe(2);

    const tokenOf = (verdict: string) => wearers[rush.findIndex((each) => each.verdict === verdict)]?.token ?? "";
    expect(said(await readOnce(id, tokenOf("admit"), { direction: "out" }))).toBe("admit");
    expect(said(await readOnce(id, tokenOf("refuse")))).toBe("admit");
    expect(said(await readOnce(id, tokenOf("admit")))).toBe("delegation-inside-full");
  });

  test("counts whoever was inside when it was set, and holds nobody back once it is lifted", async () => {
    const id = await newConference(9);
    const { path, wearers } = await mission(id, 3);
    const [one, two, three] = wearers;
    if (!one || !two || !three) throw new Error("nobody");
    expect(said(await readOnce(id, one.token))).toBe("admit");
    const { version } = (await call(path, asSecretariat())).body;
    const headers = { "if-match": String(version) };
    await call(path, asSecretariat({ method: "PATCH", body: { insideAtOnce: 1 }, headers }));
    expect(said(await readOnce(id, two.token))).toBe("delegation-inside-full");
    expect(said(await readOnce(id, one.token, { direction: "out" }))).toBe("admit");
    expect(said(await readOnce(id, two.token))).toBe("admit");
    const offline = {
      gate: "B",
      direction: "in",
      scans: [{ scanId: nextScan(), token: three.token, at: new Date().toISOString(), offline: true, admitted: true }],
    };
    expect(await send(id, offline)).toMatchObject([{ verdict: "admit", conflict: "delegation-inside-full" }]);
    expect((await headcountOf(id)).inside).toBe(2);
  });
});

describe("days, zones and sessions", () => {
  const today = new Date().toLocaleDateString("en-CA", { timeZone: "Europe/Zurich" });
  const limit = (id: string, body: object) =>
    call(`/v1/registrations/${id}/access`, asSecretariat({ method: "PUT", body }));

  test("a badge opens the days and zones that the secretariat said, and all of them once it takes that back", async () => {
    const id = await newConference(2);
    const { registrationId, token } = await wearer(id);
    await limit(registrationId, { days: ["2027-10-26"] });
    expect(said(await readOnce(id, token))).toBe("wrong-day");
    await limit(registrationId, { days: [today], zones: ["plenary"] });
    expect(said(await readOnce(id, token, { zone: "press" }))).toBe("wrong-zone");
    expect(said(await readOnce(id, token, { zone: "plenary" }))).toBe("admit");
    await readOnce(id, token, { direction: "out" });
    await limit(registrationId, {});
    expect(said(await readOnce(id, token, { zone: "press" }))).toBe("admit");
    expect((await limit(registrationId, { zones: ["a b"] })).body.errors[0]?.path).toBe("zones.0");
  });

  test("a full side event lets in who has its seat; each room is counted apart from the venue", async () => {
    const session = {
      sessionId: "side-event",
      title: { en: "Side event" },
      startsAt: "2027-10-26T12:00:00Z",
      endsAt: "2027-10-26T14:00:00Z",
    };
    const id = await newConference(2, {
      sessions: [
        { ...session, capacity: 1 },
        { ...session, sessionId: "plenary" },
      ],
    });
    const seated = await wearer(id, { sessions: ["side-event"] });
    const waiting = await wearer(id, { sessions: ["side-event"] });
    for (const { token } of [seated, waiting]) expect(said(await readOnce(id, token))).toBe("admit");
    expect(said(await readOnce(id, seated.token, { sessionId: "side-event" }))).toBe("admit");
    expect(said(await readOnce(id, waiting.token, { sessionId: "side-event" }))).toBe("no-session-seat");
    expect(said(await readOnce(id, waiting.token, { sessionId: "plenary" }))).toBe("admit");
    const counted = {
      inside: 2,
      sessions: [
        { sessionId: "plenary", inside: 1 },
        { sessionId: "side-event", inside: 1 },
      ],
    };
    expect(await headcountOf(id)).toMatchObject(counted);
    const unknown = {
      gate: "A",
      direction: "in",
      sessionId: "nowhere",
      scans: [{ scanId: nextScan(), token: seated.token, at: new Date().toISOString() }],
    };
    const answer = await call(`/v1/conferences/${id}/scans`, asSecretariat({ body: unknown }));
    expect(answer.body.errors[0]?.path).toBe("sessionId");
  });
});

describe("forged and altered tokens", () => {
  let id: string;
  let kinds: Forgery[];
  let good: Wearer;
  beforeAll(async () => {
    id = await newConference(2);
    const [mine, other] = [await wearer(id), await wearer(id)];
    good = mine;
    const published = (await call("/v1/badge-keys")).body.items[0] as unknown as PublishedKey;
    const { registrationId, token } = mine;
    kinds = await forgeries({
      token,
      registrationId,
      conferenceId: id,
      other: other.token,
      published,
      stranger: await aSigner(),
    });
  });

  test("of more than 60 kinds open nothing, with the network and when they are sent late", {
    timeout: 300_000,
  }, async () => {
    expect(kinds.length).toBeGreaterThanOrEqual(60);
    const all = kinds.flatMap(([kind, tokens]) => tokens.map((token) => ({ kind, token })));
    for (let at = 0; at < all.length; at += 80) {
      const batch = all.slice(at, at + 80);
      const isLate = (at / 80) % 2 === 1;
      const scans = batch.map(({ token }) => ({
        scanId: nextScan(),
        token,
        at: new Date().toISOString(),
        ...(isLate && { offline: true, admitted: true }),
      }));
      const reads = await send(id, { gate: "Gate A", direction: "in", scans });
      for (const [index, each] of reads.entries()) expect(each.verdict, batch[index]?.kind).toBe("refuse");
    }
    expect((await headcountOf(id)).inside).toBe(0);
    expect(said(await readOnce(id, good.token))).toBe("admit");
  });
});
