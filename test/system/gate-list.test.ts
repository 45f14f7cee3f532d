import { describe, expect, test } from "vitest";
import { verifyToken } from "#shared/badge/token.ts";
import { judgeOffline } from "#shared/domain/entry/offline.ts";
import { badgeOf, GateTablet, readOnce, said, wearer } from "./gate-desk.ts";
import { asDesk, asSecretariat, call, decide, newConference, submit } from "./system.ts";

const now = () => new Date().toISOString();

async function judged(tablet: GateTablet, token: string) {
  const claims = await verifyToken(tablet.keys, token);
  if ("refused" in claims || !tablet.list) return "forged";
  const verdict = judgeOffline(tablet.list, claims, [], { direction: "in", at: now() });
  return verdict.verdict === "admit" ? "admit" : verdict.reason;
}

const whole = async (id: string) => {
  const tablet = new GateTablet(id);
  await tablet.synchronise();
  return tablet.list;
};

describe("a gate's list", () => {
  test("has all that is needed to decide alone, and then what changed", async () => {
    const id = await newConference(9);
    const [stays, revoked, reprinted, withdrawn] = await Promise.all([1, 2, 3, 4].map(() => wearer(id)));
    if (!stays || !revoked || !reprinted || !withdrawn) throw new Error("nobody");
    const tablet = new GateTablet(id);
    expect((await tablet.synchronise()).rows).toBe(4);
    expect(await tablet.synchronise()).toEqual({ rows: 0, pages: 1 });
    for (const { token } of [stays, revoked, reprinted, withdrawn]) expect(await judged(tablet, token)).toBe("admit");

    const newcomer = await wearer(id);
    expect(await judged(tablet, newcomer.token)).toBe("not-on-list");
    await decide(revoked.registrationId, "revoke");
    const { token: second } = await badgeOf(reprinted.registrationId, { reason: "left in the taxi" });
    await call(`/v1/registrations/${withdrawn.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    expect(said(await readOnce(id, stays.token, { gate: "Gate B" }))).toBe("admit");

    expect((await tablet.synchronise()).rows).toBeGreaterThanOrEqual(5);
    expect(await judged(tablet, newcomer.token)).toBe("admit");
    expect(await judged(tablet, revoked.token)).toBe("revoked");
    expect(await judged(tablet, reprinted.token)).toBe("replaced");
    expect(await judged(tablet, second)).toBe("admit");
    expect(await judged(tablet, withdrawn.token)).toBe("withdrawn");
    expect(await judged(tablet, stays.token)).toBe("already-inside");
  });

  test("misses no change that happens while it is fetched", async () => {
    const id = await newConference(40);
    const tablet = new GateTablet(id);
    let open = true;
    const fetching = async () => {
      while (open) await tablet.synchronise();
    };
    const living = async () => {
      const { registrationId, token } = await wearer(id);
      await readOnce(id, token);
      if (registrationId < "m") await badgeOf(registrationId, { reason: "wet" });
      else await decide(registrationId, "revoke");
    };
    const fetches = [fetching(), fetching()];
    await Promise.all(Array.from({ length: 12 }, living));
    open = false;
    await Promise.all(fetches);
    await tablet.synchronise();
    const list = await whole(id);
    expect(list?.badges.size).toBe(12);
    expect(Object.fromEntries(tablet.list?.badges ?? [])).toEqual(Object.fromEntries(list?.badges ?? []));
    expect(Object.fromEntries(tablet.list?.presences ?? [])).toEqual(Object.fromEntries(list?.presences ?? []));
  });

  test("says how many of a delegation may be inside, and what limits a badge", async () => {
    const id = await newConference(3);
    const { registrationId } = await wearer(id);
    const body = { days: ["2027-10-26"], zones: ["plenary"] };
    const limited = await call(`/v1/registrations/${registrationId}/access`, asSecretariat({ method: "PUT", body }));
    expect(limited.body).toMatchObject({ access: body });
    const delegation = { name: { en: "Mission" }, category: "ngo", focalPoints: ["f@example.org"], insideAtOnce: 2 };
    const made = await call(`/v1/conferences/${id}/delegations`, asSecretariat({ body: delegation }));
    const list = await whole(id);
    expect(list?.badges.get(registrationId)?.access).toEqual(body);
    expect(list?.delegations.get(made.body.delegationId)).toBe(2);
  });

  test("isn't for reviewers or the public, and takes no position that it didn't give", async () => {
    const id = await newConference(1);
    const path = `/v1/conferences/${id}/gate-list`;
    expect((await call(path)).status).toBe(401);
    expect((await call(`${path}?since=abc`, asDesk())).body.code).toBe("bad-cursor");
    expect((await call(`${path}?cursor=${"A".repeat(1027)}`, asDesk())).body.code).toBe("bad-cursor");
    expect((await call("/v1/conferences/nowhere/gate-list", asDesk())).body.code).toBe("unknown-conference");
  });
});

test("somebody walks in: the secretariat registers and approves them, the desk prints, the gate admits", async () => {
  const id = await newConference(1, {
    registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-02-01T00:00:00Z" },
  });
  expect((await submit(id)).body.code).toBe("registration-closed");
  const form = {
    category: "media",
    person: { givenName: "Ana", familyName: "Lima", email: "ana@example.org", nationality: "BRA" },
  };
  const consent = { listOfParticipants: false, photo: false };
  const registered = await call(`/v1/conferences/${id}/registrations`, asSecretariat({ body: { ...form, consent } }));
  expect([registered.status, registered.body.seat]).toEqual([201, "held"]);
  await decide(registered.body.registrationId, "approve");
  const { token, serial } = await badgeOf(registered.body.registrationId);
  expect(serial).toBe(1);
  expect(await readOnce(id, token)).toMatchObject({
    verdict: "admit",
    person: { nameOnBadge: "Ana Lima", category: "media" },
  });
});
