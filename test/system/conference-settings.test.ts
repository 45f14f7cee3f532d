import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { signInByEmail } from "./support/sign-in.ts";
import {
  asSecretariat,
  buildOpenPeriod,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  postRegistration,
} from "./support/system.ts";

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

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", requires: [] };
const [hourAgo, inAnHour] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
const closed = { closesAt: hourAgo };

test("deadlines of a category close the form and changes, until the secretariat makes an exception", async () => {
  const email = `late.${Date.now()}@example.org`;
  const media = { ...ngo, category: "media", deadlines: { changes: closed, nomination: closed } };
  const conferenceId = await createConference(9, {
    categories: [{ ...ngo, deadlines: { registration: closed } }, media],
  });
  const { body } = await callSystem(`/v1/conferences/${conferenceId}`);
  expect(body).toMatchObject({
    registration: "open",
    categories: [
      { registration: "closed", deadlines: { registration: closed } },
      { registration: "open", deadlines: { changes: closed } },
    ],
  });
  expect((await postRegistration(conferenceId, { category: "ngo" })).body.code).toBe("registration-closed");
  const { registrationId } = (await postRegistration(conferenceId, { category: "media" }, { email })).body;
  const path = `/v1/registrations/${registrationId}`;
  const { accessToken } = await signInByEmail(conferenceId, email);
  const amend = async (token: string | undefined, changed: object) => {
    const { version } = (await fetchRegistration(registrationId)).body;
    return callSystem(path, { method: "PATCH", body: changed, token, headers: { "if-match": `"${version}"` } });
  };
  expect((await amend(accessToken, { functionTitle: "Editor" })).body.code).toBe("changes-closed");
  expect((await amend(accessToken, { changesUntil: inAnHour })).body.code).toBe("not-allowed");
  expect((await amend(accessToken, { language: "fr" })).status).toBe(200);
  const extended = await amend(asSecretariat().token, { changesUntil: inAnHour, notify: false });
  expect(extended.body).toMatchObject({ changesUntil: inAnHour });
  expect((await amend(accessToken, { functionTitle: "Editor" })).status).toBe(200);

  const made = await callSuccessfully(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body: { name: { en: "D" }, category: "media", focalPoints: [`f.${email}`], language: "en" } }),
  );
  const patched = await callSuccessfully(
    `/v1/delegations/${made.delegationId}`,
    asSecretariat({
      method: "PATCH",
      body: { deadlines: { nomination: { closesAt: inAnHour } } },
      headers: { "if-match": `"${made.version}"` },
    }),
  );
  expect(patched).toMatchObject({ deadlines: { nomination: { closesAt: inAnHour } } });
});

test("a badge of the category has its days and zones, and a young person needs a guardian", async () => {
  const category = { ...ngo, access: { zones: ["A"] }, minimumAge: 18 };
  const conferenceId = await createConference(9, { categories: [category] });
  const young = { birthDate: "2020-01-01" };
  const refused = await postRegistration(conferenceId, {}, young);
  expect([refused.status, refused.body.code, refused.body.errors.map(({ path }) => path)]).toEqual([
    422,
    "guardian-required",
    ["guardian.name", "guardian.contact"],
  ]);
  const guardian = { name: "Fatou Diallo", contact: "+221 33 000 00 00" };
  const { registrationId } = (await postRegistration(conferenceId, { guardian }, young)).body;
  const approved = await callSuccessfully(
    `/v1/registrations/${registrationId}/decisions`,
    asSecretariat({ body: { decision: "approve" } }),
  );
  expect(approved).toMatchObject({ guardian, access: { zones: ["A"] } });
});
