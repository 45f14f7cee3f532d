import { beforeAll, describe, expect, test } from "vitest";
import type { PublishedKey } from "#shared/badges/token.ts";
import { getConferenceDay } from "#shared/model/time.ts";
import { buildForgeries, type Forgery } from "../support/forgeries.ts";
import { createTestSigner } from "../support/signer.ts";
import {
  type BadgeWearer,
  createBadgeWearer,
  fetchHeadcount,
  getReasonOrVerdict,
  issueTestBadge,
  nextScanId,
  type ScanAnswerItem,
  scanOnline,
  sendScans,
} from "./support/gate-desk.ts";
import { asSecretariat, callSystem, createConference, postDecision } from "./support/system.ts";

/** A delegation with confirmed members and their badges. */
async function createMission(conferenceId: string, members: number, insideAtOnce?: number) {
  const draft = {
    name: { en: "Mission" },
    category: "ngo",
    focalPoints: ["f@example.org"],
    ...(insideAtOnce && { insideAtOnce }),
  };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const path = `/v1/delegations/${made.body.delegationId}`;
  const person = (index: number) => ({ givenName: `Member ${index}`, nationality: "SEN", birthDate: "1980-01-01" });
  const items = Array.from({ length: members }, (_, index) => ({ person: person(index) }));
  await callSystem(`${path}/nominations`, asSecretariat({ body: { items } }));
  const { body } = await callSystem(path, asSecretariat());
  const wearers: BadgeWearer[] = [];
  for (const { registrationId } of body.members) {
    await postDecision(registrationId, "approve");
    wearers.push(await issueTestBadge(registrationId));
  }
  return { path, wearers };
}

describe("a delegation's limit of members inside", () => {
  test("holds when all members arrive at the same time, and names the members inside until one leaves", async () => {
    const id = await createConference(9);
    const { wearers } = await createMission(id, 6, 2);
    const rush = await Promise.all(wearers.map(({ token }, gate) => scanOnline(id, token, { gate: `Gate ${gate}` })));
    expect(rush.filter(({ verdict }) => verdict === "admit").length).toBe(2);
    const refused = rush.find((each): each is ScanAnswerItem => each.verdict === "refuse");
    const names = rush.flatMap(({ verdict, person }) => (verdict === "admit" && person ? [person.nameOnBadge] : []));
    expect(refused).toMatchObject({ reason: "delegation-inside-full", details: { inside: names.toSorted() } });
    expect(refused?.message).toContain(names.toSorted().join(" and "));
    expect((await fetchHeadcount(id)).inside).toBe(2);

    const tokenOf = (verdict: string) => wearers[rush.findIndex((each) => each.verdict === verdict)]?.token ?? "";
    expect(getReasonOrVerdict(await scanOnline(id, tokenOf("admit"), { direction: "out" }))).toBe("admit");
    expect(getReasonOrVerdict(await scanOnline(id, tokenOf("refuse")))).toBe("admit");
    expect(getReasonOrVerdict(await scanOnline(id, tokenOf("admit")))).toBe("delegation-inside-full");
  });

  test("counts members who entered before it was set, and stops no one once it is removed", async () => {
    const id = await createConference(9);
    const { path, wearers } = await createMission(id, 3);
    const [one, two, three] = wearers;
    if (!one || !two || !three) throw new Error("a member without a badge");
    expect(getReasonOrVerdict(await scanOnline(id, one.token))).toBe("admit");
    const { version } = (await callSystem(path, asSecretariat())).body;
    const headers = { "if-match": String(version) };
    await callSystem(path, asSecretariat({ method: "PATCH", body: { insideAtOnce: 1 }, headers }));
    expect(getReasonOrVerdict(await scanOnline(id, two.token))).toBe("delegation-inside-full");
    expect(getReasonOrVerdict(await scanOnline(id, one.token, { direction: "out" }))).toBe("admit");
    expect(getReasonOrVerdict(await scanOnline(id, two.token))).toBe("admit");
    const offline = {
      gate: "B",
      direction: "in",
      scans: [
        { scanId: nextScanId(), token: three.token, at: new Date().toISOString(), offline: true, admitted: true },
      ],
    };
    expect(await sendScans(id, offline)).toMatchObject([{ verdict: "admit", conflict: "delegation-inside-full" }]);
    expect((await fetchHeadcount(id)).inside).toBe(2);
  });
});

describe("days, zones and sessions", () => {
  const today = getConferenceDay(new Date().toISOString(), { timeZone: "Europe/Zurich" });
  const limit = (id: string, body: object) =>
    callSystem(`/v1/registrations/${id}/access`, asSecretariat({ method: "PUT", body }));

  test("a badge opens the days and zones that the secretariat set, and all of them after a reset", async () => {
    const id = await createConference(2);
    const { registrationId, token } = await createBadgeWearer(id);
    await limit(registrationId, { days: ["2027-10-26"] });
    expect(getReasonOrVerdict(await scanOnline(id, token))).toBe("wrong-day");
    await limit(registrationId, { days: [today], zones: ["plenary"] });
    expect(getReasonOrVerdict(await scanOnline(id, token, { zone: "press" }))).toBe("wrong-zone");
    expect(getReasonOrVerdict(await scanOnline(id, token, { zone: "plenary" }))).toBe("admit");
    await scanOnline(id, token, { direction: "out" });
    await limit(registrationId, {});
    expect(getReasonOrVerdict(await scanOnline(id, token, { zone: "press" }))).toBe("admit");
    expect((await limit(registrationId, { zones: ["a b"] })).body.errors[0]?.path).toBe("zones.0");
  });

  test("a full side event admits those with a seat; each room is counted separately from the venue", async () => {
    const session = {
      sessionId: "side-event",
      title: { en: "Side event" },
      startsAt: "2027-10-26T12:00:00Z",
      endsAt: "2027-10-26T14:00:00Z",
    };
    const id = await createConference(2, {
      sessions: [
        { ...session, capacity: 1 },
        { ...session, sessionId: "plenary" },
      ],
    });
    const seated = await createBadgeWearer(id, { sessions: ["side-event"] });
    const waiting = await createBadgeWearer(id, { sessions: ["side-event"] });
    for (const { token } of [seated, waiting]) expect(getReasonOrVerdict(await scanOnline(id, token))).toBe("admit");
    expect(getReasonOrVerdict(await scanOnline(id, seated.token, { sessionId: "side-event" }))).toBe("admit");
    expect(getReasonOrVerdict(await scanOnline(id, waiting.token, { sessionId: "side-event" }))).toBe(
      "no-session-seat",
    );
    expect(getReasonOrVerdict(await scanOnline(id, waiting.token, { sessionId: "plenary" }))).toBe("admit");
    const counted = {
      inside: 2,
      sessions: [
        { sessionId: "plenary", inside: 1 },
        { sessionId: "side-event", inside: 1 },
      ],
    };
    expect(await fetchHeadcount(id)).toMatchObject(counted);
    const unknown = {
      gate: "A",
      direction: "in",
      sessionId: "nowhere",
      scans: [{ scanId: nextScanId(), token: seated.token, at: new Date().toISOString() }],
    };
    const answer = await callSystem(`/v1/conferences/${id}/scans`, asSecretariat({ body: unknown }));
    expect(answer.body.errors[0]?.path).toBe("sessionId");
  });
});

describe("forged and altered tokens", () => {
  let id: string;
  let kinds: Forgery[];
  let good: BadgeWearer;
  beforeAll(async () => {
    id = await createConference(2);
    const [mine, other] = [await createBadgeWearer(id), await createBadgeWearer(id)];
    good = mine;
    const published = (await callSystem("/v1/badge-keys")).body.items[0] as unknown as PublishedKey;
    const { registrationId, token } = mine;
    kinds = await buildForgeries({
      token,
      registrationId,
      conferenceId: id,
      other: other.token,
      published,
      stranger: await createTestSigner(),
    });
  });

  test("of more than 60 kinds are refused, online and when they are sent late", {
    timeout: 300_000,
  }, async () => {
    expect(kinds.length).toBeGreaterThanOrEqual(60);
    const all = kinds.flatMap(([kind, tokens]) => tokens.map((token) => ({ kind, token })));
    for (let at = 0; at < all.length; at += 80) {
      const batch = all.slice(at, at + 80);
      const isLate = (at / 80) % 2 === 1;
      const scans = batch.map(({ token }) => ({
        scanId: nextScanId(),
        token,
        at: new Date().toISOString(),
        ...(isLate && { offline: true, admitted: true }),
      }));
      const reads = await sendScans(id, { gate: "Gate A", direction: "in", scans });
      for (const [index, each] of reads.entries()) expect(each.verdict, batch[index]?.kind).toBe("refuse");
    }
    expect((await fetchHeadcount(id)).inside).toBe(0);
    expect(getReasonOrVerdict(await scanOnline(id, good.token))).toBe("admit");
  });
});
