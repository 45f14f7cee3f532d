import { describe, expect, test } from "vitest";
import { verifyToken } from "#shared/badges/token.ts";
import { evaluateOfflineScan } from "#shared/check-in/offline-scan.rules.ts";
import { createBadgeWearer, GateTablet, getReasonOrVerdict, issueTestBadge, scanOnline } from "./support/gate-desk.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
} from "./support/system.ts";

const now = () => new Date().toISOString();

async function evaluateOffline(tablet: GateTablet, token: string) {
  const claims = await verifyToken(tablet.keys, token);
  if ("failure" in claims || !tablet.list) return "forged";
  const verdict = evaluateOfflineScan(tablet.list, claims, [], { direction: "in", at: now() });
  return verdict.verdict === "admit" ? "admit" : verdict.reason;
}

const fetchList = async (id: string) => {
  const tablet = new GateTablet(id);
  await tablet.synchronize();
  return tablet.list;
};

describe("a gate's list", () => {
  test("contains what a gate needs to decide offline, and then the changes", async () => {
    const id = await createConference(9);
    const [stays, revoked, reprinted, withdrawn] = await Promise.all([1, 2, 3, 4].map(() => createBadgeWearer(id)));
    if (!stays || !revoked || !reprinted || !withdrawn) throw new Error("a person without a badge");
    const tablet = new GateTablet(id);
    expect((await tablet.synchronize()).rows).toBe(4);
    expect(await tablet.synchronize()).toEqual({ rows: 0, pages: 1 });
    for (const { token } of [stays, revoked, reprinted, withdrawn])
      expect(await evaluateOffline(tablet, token)).toBe("admit");

    const newcomer = await createBadgeWearer(id);
    expect(await evaluateOffline(tablet, newcomer.token)).toBe("not-on-list");
    await postDecision(revoked.registrationId, "revoke");
    const { token: second } = await issueTestBadge(reprinted.registrationId, { reason: "left in the taxi" });
    await callSystem(`/v1/registrations/${withdrawn.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    expect(getReasonOrVerdict(await scanOnline(id, stays.token, { gate: "Gate B" }))).toBe("admit");

    expect((await tablet.synchronize()).rows).toBeGreaterThanOrEqual(5);
    expect(await evaluateOffline(tablet, newcomer.token)).toBe("admit");
    expect(await evaluateOffline(tablet, revoked.token)).toBe("revoked");
    expect(await evaluateOffline(tablet, reprinted.token)).toBe("replaced");
    expect(await evaluateOffline(tablet, second)).toBe("admit");
    expect(await evaluateOffline(tablet, withdrawn.token)).toBe("withdrawn");
    expect(await evaluateOffline(tablet, stays.token)).toBe("already-inside");
  });

  test("misses no change that happens while it is fetched", async () => {
    const id = await createConference(40);
    const tablet = new GateTablet(id);
    let open = true;
    const fetching = async () => {
      while (open) await tablet.synchronize();
    };
    const living = async () => {
      const { registrationId, token } = await createBadgeWearer(id);
      await scanOnline(id, token);
      if (registrationId < "m") await issueTestBadge(registrationId, { reason: "wet" });
      else await postDecision(registrationId, "revoke");
    };
    const fetches = [fetching(), fetching()];
    await Promise.all(Array.from({ length: 12 }, living));
    open = false;
    await Promise.all(fetches);
    await tablet.synchronize();
    const list = await fetchList(id);
    expect(list?.badges.size).toBe(12);
    expect(Object.fromEntries(tablet.list?.badges ?? [])).toEqual(Object.fromEntries(list?.badges ?? []));
    expect(Object.fromEntries(tablet.list?.presences ?? [])).toEqual(Object.fromEntries(list?.presences ?? []));
  });

  test("contains how many of a delegation may be inside and the limits of a badge", async () => {
    const id = await createConference(3);
    const { registrationId } = await createBadgeWearer(id);
    const body = { days: ["2027-10-26"], zones: ["plenary"] };
    const limited = await callSystem(
      `/v1/registrations/${registrationId}/access`,
      asSecretariat({ method: "PUT", body }),
    );
    expect(limited.body).toMatchObject({ access: body });
    const delegation = { name: { en: "Mission" }, category: "ngo", focalPoints: ["f@example.org"], insideAtOnce: 2 };
    const made = await callSystem(`/v1/conferences/${id}/delegations`, asSecretariat({ body: delegation }));
    const list = await fetchList(id);
    expect(list?.badges.get(registrationId)?.access).toEqual(body);
    expect(list?.delegations.get(made.body.delegationId)).toBe(2);
  });

  test("isn't available to reviewers or the public, and accepts no cursor that it didn't issue", async () => {
    const id = await createConference(1);
    const path = `/v1/conferences/${id}/gate-list`;
    expect((await callSystem(path)).status).toBe(401);
    expect((await callSystem(`${path}?since=abc`, asDesk())).body.code).toBe("bad-cursor");
    expect((await callSystem(`${path}?cursor=${"A".repeat(1027)}`, asDesk())).body.code).toBe("bad-cursor");
    expect((await callSystem("/v1/conferences/nowhere/gate-list", asDesk())).body.code).toBe("unknown-conference");
  });
});

test("a walk-in is registered and approved by the secretariat, gets a badge at the desk, and is admitted by the gate", async () => {
  const id = await createConference(1, {
    registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-02-01T00:00:00Z" },
  });
  expect((await postRegistration(id)).body.code).toBe("registration-closed");
  const form = {
    category: "media",
    person: { givenName: "Ana", familyName: "Lima", email: "ana@example.org", nationality: "BRA" },
  };
  const consent = { listOfParticipants: false, photo: false };
  const registered = await callSystem(
    `/v1/conferences/${id}/registrations`,
    asSecretariat({ body: { ...form, consent } }),
  );
  expect([registered.status, registered.body.seat]).toEqual([201, "held"]);
  await postDecision(registered.body.registrationId, "approve");
  const { token, serial } = await issueTestBadge(registered.body.registrationId);
  expect(serial).toBe(1);
  expect(await scanOnline(id, token)).toMatchObject({
    verdict: "admit",
    person: { nameOnBadge: "Ana Lima", category: "media" },
  });
});
