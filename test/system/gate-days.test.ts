import { describe, expect, test } from "vitest";
import { addHours, getDayStart } from "#shared/model/time.ts";
import {
  type BadgeWearer,
  createBadgeWearer,
  fetchHeadcount,
  getReasonOrVerdict,
  issueTestBadge,
  nextScanId,
  readIncidents,
  scanOnline,
  sendScans,
} from "./support/gate-desk.ts";
import { asSecretariat, callSystem, createConference, postDecision } from "./support/system.ts";

/** An hour before the day of the conference began. */
const getEveningBefore = () => addHours(getDayStart(new Date().toISOString(), { timeZone: "Europe/Zurich" }), -1);

/** The person entered on the day before, at a gate without a network, and was not scanned on the way out. */
async function enterYesterday(conferenceId: string, { token }: BadgeWearer): Promise<void> {
  const scans = [{ scanId: nextScanId(), token, at: getEveningBefore(), offline: true, admitted: true }];
  const [answer] = await sendScans(conferenceId, { gate: "Gate A", direction: "in", scans });
  expect(answer).toMatchObject({ verdict: "admit" });
}

/** A delegation that may have one member inside at once. */
async function createMission(conferenceId: string, members: number) {
  const body = { name: { en: "Mission" }, category: "ngo", focalPoints: ["f@example.org"], insideAtOnce: 1 };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const path = `/v1/delegations/${made.body.delegationId}`;
  const items = Array.from({ length: members }, (_, index) => ({
    person: { givenName: `Member ${index}`, nationality: "SEN", birthDate: "1980-01-01" },
  }));
  await callSystem(`${path}/nominations`, asSecretariat({ body: { items } }));
  const wearers: BadgeWearer[] = [];
  for (const { registrationId } of (await callSystem(path, asSecretariat())).body.members) {
    await postDecision(registrationId, "approve");
    wearers.push(await issueTestBadge(registrationId));
  }
  return { path, wearers };
}

describe("a guest of the day before who was not scanned on the way out", () => {
  test("is not counted, enters again, and is counted once", async () => {
    const id = await createConference(1);
    const guest = await createBadgeWearer(id);
    await enterYesterday(id, guest);
    expect(await fetchHeadcount(id)).toEqual({ inside: 0, gates: [], sessions: [] });
    expect(getReasonOrVerdict(await scanOnline(id, guest.token, { direction: "out" }))).toBe("not-inside");
    expect(getReasonOrVerdict(await scanOnline(id, guest.token))).toBe("admit");
    expect((await fetchHeadcount(id)).inside).toBe(1);
    expect(getReasonOrVerdict(await scanOnline(id, guest.token))).toBe("already-inside");
    expect(getReasonOrVerdict(await scanOnline(id, guest.token, { direction: "out" }))).toBe("admit");
    expect((await readIncidents(id)).items).toEqual([]);
  });

  test("takes no place of their delegation, also when all others arrive at the same time", async () => {
    const id = await createConference(9);
    const { wearers } = await createMission(id, 5);
    const [guest, ...others] = wearers;
    if (!guest) throw new Error("no member");
    await enterYesterday(id, guest);
    const rush = await Promise.all(others.map(({ token }, gate) => scanOnline(id, token, { gate: `Gate ${gate}` })));
    expect(rush.map(getReasonOrVerdict).toSorted()).toEqual(["admit", ...Array(3).fill("delegation-inside-full")]);
    expect(getReasonOrVerdict(await scanOnline(id, guest.token))).toBe("delegation-inside-full");
    const admitted = others[rush.findIndex(({ verdict }) => verdict === "admit")];
    expect(getReasonOrVerdict(await scanOnline(id, admitted?.token ?? "", { direction: "out" }))).toBe("admit");
    expect(getReasonOrVerdict(await scanOnline(id, guest.token))).toBe("admit");
  });

  test("does not leave room for one more today when their entry is sent late", async () => {
    const id = await createConference(9);
    const { wearers } = await createMission(id, 3);
    const [guest, today, third] = wearers;
    if (!guest || !today || !third) throw new Error("no member");
    expect(getReasonOrVerdict(await scanOnline(id, today.token))).toBe("admit");
    await enterYesterday(id, guest);
    expect(getReasonOrVerdict(await scanOnline(id, third.token))).toBe("delegation-inside-full");
    expect((await readIncidents(id)).items).toEqual([]);
  });

  test("can be substituted, while a member who is inside today cannot", async () => {
    const id = await createConference(9);
    const { path, wearers } = await createMission(id, 2);
    const [guest, today] = wearers;
    if (!guest || !today) throw new Error("no member");
    await enterYesterday(id, guest);
    expect(getReasonOrVerdict(await scanOnline(id, today.token))).toBe("admit");
    const substitute = ({ registrationId: leaves }: BadgeWearer, givenName: string) => {
      const person = { givenName, nationality: "SEN", birthDate: "1981-01-01" };
      return callSystem(`${path}/substitutions`, asSecretariat({ body: { leaves, person } }));
    };
    expect((await substitute(guest, "Awa")).status).toBe(201);
    expect((await substitute(today, "Fatou")).body.code).toBe("inside-already");
  });
});
