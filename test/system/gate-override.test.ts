import { describe, expect, test } from "vitest";
import {
  createBadgeWearer,
  fetchHeadcount,
  getReasonOrVerdict,
  nextScanId,
  readIncidents,
  scanOnline,
  sendScans,
} from "./support/gate-desk.ts";
import { asDesk, asSecretariat, callSystem, createConference, postDecision } from "./support/system.ts";

const at = () => new Date().toISOString();
const gate = { gate: "Gate A", direction: "in" };
const reason = "Left through the garden without a scan";

async function scanWithOverride(conferenceId: string, token: string, more: object = {}) {
  const scans = [{ scanId: nextScanId(), token, at: at(), override: { reason }, ...more }];
  const [answer] = await sendScans(conferenceId, { ...gate, scans });
  if (!answer) throw new Error("no answer");
  return answer;
}

describe("an operator's override", () => {
  test("admits for re-entry and a wrong day, is counted as an incident with its reason, and is erased with the person", async () => {
    const id = await createConference(2);
    const [inside, limited] = [await createBadgeWearer(id), await createBadgeWearer(id)];
    await callSystem(
      `/v1/registrations/${limited.registrationId}/access`,
      asSecretariat({ method: "PUT", body: { days: ["2027-10-26"] } }),
    );
    expect(getReasonOrVerdict(await scanOnline(id, inside.token))).toBe("admit");
    expect(await scanWithOverride(id, inside.token)).toMatchObject({ verdict: "admit", conflict: "already-inside" });
    expect(await scanWithOverride(id, limited.token)).toMatchObject({ verdict: "admit", conflict: "wrong-day" });
    expect((await fetchHeadcount(id)).inside).toBe(2);
    const { items } = await readIncidents(id);
    expect(items).toMatchObject([
      { registrationId: inside.registrationId, reason: "already-inside", override: { reason } },
      { registrationId: limited.registrationId, reason: "wrong-day", override: { reason } },
    ]);
    const path = `/v1/registrations/${inside.registrationId}?reason=ordered-by-law`;
    expect((await callSystem(path, asSecretariat({ method: "DELETE" }))).status).toBe(200);
    await expect
      .poll(async () => (await readIncidents(id)).items.map(({ override }) => override?.reason))
      .toEqual(["", reason]);
  });

  test("admits no revoked, foreign or forged badge, online and sent late", async () => {
    const [id, other] = [await createConference(3), await createConference(1)];
    const [revoked, foreign] = [await createBadgeWearer(id), await createBadgeWearer(other)];
    await postDecision(revoked.registrationId, "revoke");
    for (const more of [{}, { offline: true }]) {
      expect((await scanWithOverride(id, revoked.token, more)).reason).toBe("revoked");
      expect(await scanWithOverride(id, foreign.token, more)).toMatchObject({ reason: "other-conference" });
      expect((await scanWithOverride(id, foreign.token, more)).person).toBeUndefined();
      expect((await scanWithOverride(id, `${revoked.token.slice(0, -3)}000`, more)).reason).toBe("forged");
    }
    expect((await fetchHeadcount(id)).inside).toBe(0);
    expect((await readIncidents(id)).items).toEqual([]);
  });
});

describe("the identifier of a scan", () => {
  test("gives its verdict to the same badge, gate, direction and zone only", async () => {
    const id = await createConference(2);
    const [one, two] = [await createBadgeWearer(id, {}, { familyName: "Ndiaye" }), await createBadgeWearer(id)];
    const scanId = nextScanId();
    const scan = (token: string, more: object = {}) =>
      sendScans(id, { ...gate, ...more, scans: [{ scanId, token, at: at() }] }).then(([answer]) => answer);
    const first = await scan(one.token);
    expect(first).toMatchObject({ verdict: "admit", person: { nameOnBadge: expect.stringContaining("Ndiaye") } });
    expect(await scan(one.token)).toEqual(first);
    const reused = { scanId, verdict: "refuse", reason: "scan-id-reused", message: expect.any(String) };
    expect(await scan(two.token)).toEqual(reused);
    expect(await scan(`${one.token.slice(0, -3)}000`)).toEqual(reused);
    expect(await scan("no badge")).toEqual(reused);
    expect(await scan(one.token, { direction: "out" })).toEqual(reused);
    expect(await scan(one.token, { gate: "Gate B" })).toEqual(reused);
    expect(await scan(one.token, { zone: "press" })).toEqual(reused);
    expect((await fetchHeadcount(id)).inside).toBe(1);
    expect(getReasonOrVerdict(await scanOnline(id, two.token))).toBe("admit");
  });

  test("that stands twice in a call is answered as if sent twice", async () => {
    const id = await createConference(2);
    const [one, two] = [await createBadgeWearer(id), await createBadgeWearer(id)];
    const scanId = nextScanId();
    const scans = [one, one, two].map(({ token }) => ({ scanId, token, at: at() }));
    expect((await sendScans(id, { ...gate, scans })).map(getReasonOrVerdict)).toEqual([
      "admit",
      "admit",
      "scan-id-reused",
    ]);
  });
});

describe("a malformed scan", () => {
  test("is refused alone, in its place, and the others of the call are recorded", async () => {
    const id = await createConference(1);
    const { token } = await createBadgeWearer(id);
    const good = { scanId: nextScanId(), token, at: at() };
    const scans = [
      { scanId: nextScanId(), token: "A".repeat(700), at: at() },
      { scanId: nextScanId(), token, at: "noon" },
      { scanId: "x".repeat(101), token, at: at() },
      { scanId: nextScanId(), at: at() },
      null,
      { ...good, scanId: nextScanId(), unknown: true },
      good,
    ];
    const answers = await sendScans(id, { ...gate, scans });
    expect(answers.map(getReasonOrVerdict)).toEqual(["forged", ...Array(5).fill("malformed"), "admit"]);
    expect(answers.map(({ scanId }) => scanId)).toEqual(scans.map((scan) => scan?.scanId ?? ""));
    expect((await fetchHeadcount(id)).inside).toBe(1);
  });

  test("refuses the call, with the place of each error, where no scan is well-formed", async () => {
    const id = await createConference(1);
    const body = { ...gate, scans: [{ scanId: "a", token: "x", at: "noon" }, { scanId: "b" }] };
    const answer = await callSystem(`/v1/conferences/${id}/scans`, asDesk({ body }));
    expect([answer.status, answer.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      ["scans.0.at", "scans.1.token", "scans.1.at"],
    ]);
  });
});
