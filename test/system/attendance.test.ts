import { describe, expect, test } from "vitest";
import { addDays, addHours, getConferenceDay, getDayStart } from "#shared/model/time.ts";
import {
  type BadgeWearer,
  createBadgeWearer,
  issueTestBadge,
  nextScanId,
  scanOnline,
  sendScans,
} from "./support/gate-desk.ts";
import { asReviewer } from "./support/people.ts";
import { asSecretariat, callSuccessfully, createConference, postDecision } from "./support/system.ts";

const clock = { timeZone: "Europe/Zurich" };

/** The day of the conference now, and the evening before it began. */
function getToday() {
  const now = new Date().toISOString();
  return { today: getConferenceDay(now, clock), eveningBefore: addHours(getDayStart(now, clock), -1) };
}

const countBy = (conferenceId: string, by: string) =>
  callSuccessfully(`/v1/conferences/${conferenceId}/attendance?by=${by}`, asReviewer()) as Promise<unknown>;

/** The person entered in the evening before, at a gate without a network whose scans arrive now. */
async function enterLate(conferenceId: string, { token }: BadgeWearer, at: string): Promise<void> {
  const scans = [{ scanId: nextScanId(), token, at, offline: true, admitted: true }];
  await sendScans(conferenceId, { gate: "Gate B", direction: "in", scans });
}

async function createMembers(conferenceId: string, count: number) {
  const draft = { name: { en: "Mission" }, category: "ngo", focalPoints: ["f@example.org"] };
  const { delegationId } = await callSuccessfully(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body: draft }),
  );
  const items = Array.from({ length: count }, (_, index) => ({
    person: { givenName: `Member ${index}`, nationality: "SEN", birthDate: "1980-01-01" },
  }));
  const path = `/v1/delegations/${delegationId}`;
  await callSuccessfully(`${path}/nominations`, asSecretariat({ body: { items } }));
  const wearers: BadgeWearer[] = [];
  for (const { registrationId } of (await callSuccessfully(path, asSecretariat())).members) {
    await postDecision(registrationId, "approve");
    wearers.push(await issueTestBadge(registrationId));
  }
  return { delegationId, wearers };
}

describe("the attendance of a conference", () => {
  test("counts the days of late and online scans, and those who never came", async () => {
    const { today, eveningBefore } = getToday();
    const yesterday = addDays(today, -1);
    const conferenceId = await createConference(9);
    const [both, second] = [await createBadgeWearer(conferenceId), await createBadgeWearer(conferenceId)];
    await createBadgeWearer(conferenceId);
    await scanOnline(conferenceId, both.token);
    await scanOnline(conferenceId, second.token);
    await scanOnline(conferenceId, second.token, { direction: "out" });
    await enterLate(conferenceId, both, eveningBefore);
    const total = { confirmed: 3, attended: 2, noShows: 1 };
    const days = [
      { day: yesterday, expected: 3, attended: 1, firstTime: 1, entries: 1, exits: 0 },
      { day: today, expected: 3, attended: 2, firstTime: 1, entries: 2, exits: 1 },
    ];
    // The days of the conference itself are still to come.
    const items = expect.arrayContaining(days);
    expect(await countBy(conferenceId, "day")).toMatchObject({ by: "day", total, items });
    expect(await countBy(conferenceId, "hour")).toMatchObject({ by: "hour", total });
    expect(await countBy(conferenceId, "quarter-hour")).toMatchObject({ by: "quarter-hour", total });
    expect(await countBy(conferenceId, "category")).toMatchObject({
      items: expect.arrayContaining([{ category: "ngo", ...total }]),
    });
  });

  test("counts a member who becomes protected in no delegation, and an erased or revoked one all the same", async () => {
    const conferenceId = await createConference(9);
    const { delegationId, wearers } = await createMembers(conferenceId, 4);
    for (const { token } of wearers) await scanOnline(conferenceId, token);
    const [hidden = "", erased, revoked = ""] = wearers.map(({ registrationId }) => registrationId);
    const protection = { alias: { nameOnBadge: "Guest" }, readers: ["secretariat@palais.local"] };
    const path = `/v1/registrations/${hidden}/protection`;
    await callSuccessfully(path, asSecretariat({ method: "PUT", body: protection }));
    const erasure = `/v1/registrations/${erased}?reason=at-their-request`;
    await callSuccessfully(erasure, asSecretariat({ method: "DELETE" }));
    await postDecision(revoked, "revoke", { reason: "no longer a member" });
    expect(await countBy(conferenceId, "delegation")).toMatchObject({
      total: { confirmed: 2, attended: 4, noShows: 0 },
      items: [
        { delegationId, name: { en: "Mission" }, confirmed: 1, attended: 3, noShows: 0 },
        { confirmed: 1, attended: 1, noShows: 0 },
      ],
    });
  });

  test("counts sessions by the scans of their own gates", async () => {
    const times = { startsAt: "2027-10-26T08:00:00Z", endsAt: "2027-10-26T09:00:00Z" };
    const sessions = [
      { sessionId: "dinner", title: { en: "Dinner" }, capacity: 5, ...times },
      { sessionId: "opening", title: { en: "Opening" }, ...times },
    ];
    const conferenceId = await createConference(9, { sessions });
    const guest = await createBadgeWearer(conferenceId, { sessions: ["dinner"] });
    await createBadgeWearer(conferenceId, { sessions: ["dinner"] });
    await scanOnline(conferenceId, guest.token, { sessionId: "dinner" });
    expect(await countBy(conferenceId, "session")).toMatchObject({
      total: { confirmed: 2, attended: 0, noShows: 2 },
      items: [
        { sessionId: "dinner", attended: 1, entries: 1, seats: 2, noShows: 1 },
        { sessionId: "opening", attended: 0, entries: 0, seats: 0 },
      ],
    });
  });
});
