import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { asSecretariat, buildOpenPeriod, callSuccessfully, callSystem, createConference } from "./support/system.ts";

const named = {
  waitingList: false,
  offerHours: 5,
  confirmWithinHours: 6,
  contact: "office@example.org",
  documentRetentionDays: 30,
  retentionDays: 100,
  targets: { gender: { female: 0.5 } },
  dayEndsAt: "03:30",
  badgeLayout: "card",
  countries: [{ code: "FRA" }],
  languages: ["ar"],
  staff: [{ email: "secretariat@palais.local", groups: ["secretariat"] }],
};

const put = (conferenceId: string, body: object) =>
  callSuccessfully(
    `/v1/conferences/${conferenceId}`,
    asSecretariat({ method: "PUT", body: { ...draftBody, registration: buildOpenPeriod(), ...body } }),
  );

test("a body that does not name a setting leaves it as it is, and null takes it away", async () => {
  const conferenceId = await createConference(5);
  const before = await put(conferenceId, named);
  const { version: _b, registration: _r, ...settings } = before as unknown as Record<string, unknown>;
  const {
    version: _v,
    registration: _p,
    ...kept
  } = (await put(conferenceId, {})) as unknown as Record<string, unknown>;
  expect(kept).toEqual({ ...settings, venue: draftBody.venue });
  expect(kept).toMatchObject(named);
  const nulls = Object.fromEntries(Object.keys(named).map((name) => [name, null]));
  const cleared = await put(conferenceId, nulls);
  expect(cleared).toMatchObject({
    waitingList: true,
    offerHours: 0,
    confirmWithinHours: 0,
    retentionDays: 365,
    dayEndsAt: "04:00",
    languages: ["en", "fr"],
  });
  for (const name of ["contact", "documentRetentionDays", "targets", "badgeLayout", "countries", "staff"])
    expect(cleared).not.toHaveProperty(name);
  expect((await callSystem(`/v1/conferences/${conferenceId}`)).body).not.toHaveProperty("contact");
});
