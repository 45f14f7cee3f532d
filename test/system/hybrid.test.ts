import { expect, test } from "vitest";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { waitForEmails } from "./support/mailbox.ts";
import {
  asSecretariat,
  buildOpenPeriod,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  postRegistration,
  readVenuePool,
  waitTimeoutMs,
} from "./support/system.ts";

const link = "https://meet.example.org/idm";

const put = (conferenceId: string, body: object) =>
  callSystem(
    `/v1/conferences/${conferenceId}`,
    asSecretariat({ method: "PUT", body: { ...draftBody, registration: buildOpenPeriod(), ...body } }),
  );

const patch = (registrationId: string, body: object) =>
  callSystem(
    `/v1/registrations/${registrationId}`,
    asSecretariat({ method: "PATCH", body, headers: { "if-match": '"1"' } }),
  );

const readSeat = async (registrationId: string) => (await fetchRegistration(registrationId)).body.seat;

test("who takes part online has no seat, gets the link by email, and keeps the conference hybrid", async () => {
  const email = `online.${Date.now()}@example.org`;
  const conferenceId = await createConference(1, { participation: "hybrid" });
  const submitted = await postRegistration(conferenceId, { participation: "online" }, { email });
  expect(submitted.body.seat).toBe("none");
  const { registrationId } = submitted.body;
  expect((await readVenuePool(conferenceId)).taken).toBe(0);
  const approved = await postDecision(registrationId, "approve");
  expect(approved.body).toMatchObject({ accreditation: "approved", seat: "none", participation: "online" });
  expect(approved.body).not.toHaveProperty("badge");
  const badge = await callSystem(`/v1/registrations/${registrationId}/badges`, asSecretariat({ body: {} }));
  expect(badge.body.code).toBe("not-confirmed");
  const refused = await waitFor(
    waitTimeoutMs,
    async () => {
      // The index may lag by a second, and let the change through.
      await put(conferenceId, { participation: "hybrid" });
      return put(conferenceId, { participation: "in-person" });
    },
    ({ status }) => status !== 200,
  );
  expect([refused.status, refused.body.code]).toEqual([409, "online-registrations"]);

  expect((await put(conferenceId, { onlineLink: link, participation: "hybrid" })).status).toBe(200);
  expect((await callSystem(`/v1/conferences/${conferenceId}`)).body).not.toHaveProperty("onlineLink");
  expect((await fetchRegistration(registrationId)).body).toMatchObject({ onlineLink: link });
  const mails = await waitForEmails(getSharedSystem().home, email, 3);
  expect(mails.map(({ kind }) => kind).toSorted()).toEqual(["approved-online", "online-access", "received"]);
  const published = mails.find(({ kind }) => kind === "online-access");
  expect(JSON.stringify(published)).toContain(link);

  const other = "https://meet.example.org/other";
  const venue = { ...draftBody.venue, capacity: 1, city: "Bern" };
  expect((await put(conferenceId, { onlineLink: other, participation: "hybrid", venue })).status).toBe(200);
  const changed = (await waitForEmails(getSharedSystem().home, email, 4)).find(
    ({ kind }) => kind === "conference-changed",
  );
  expect(JSON.stringify(changed)).toContain(other);

  const inPerson = await callSystem(
    `/v1/conferences/${await createConference(1)}/registrations`,
    asSecretariat({ body: buildFormBody({ participation: "online" }) }),
  );
  expect(inPerson.body.errors).toMatchObject([{ path: "participation" }]);
});

test("a newcomer and a person who comes in person after all never both take the last seat", async () => {
  for (let race = 0; race < 8; race += 1) {
    const conferenceId = await createConference(1, { participation: "hybrid" });
    const { registrationId } = (await postRegistration(conferenceId, { participation: "online" })).body;
    const [moved, newcomer] = await Promise.all([
      patch(registrationId, { participation: "in-person" }),
      postRegistration(conferenceId),
    ]);
    expect([moved.status, newcomer.status]).toEqual([200, 201]);
    const seats = [await readSeat(registrationId), await readSeat(newcomer.body.registrationId)];
    expect(seats.toSorted()).toEqual(["held", "waiting"]);
    expect((await readVenuePool(conferenceId)).taken).toBe(1);
  }
});

test("a seat that a person gives back for taking part online goes to the waiting list", async () => {
  const conferenceId = await createConference(1, { participation: "hybrid" });
  const first = (await postRegistration(conferenceId)).body.registrationId;
  const second = (await postRegistration(conferenceId)).body.registrationId;
  expect((await patch(first, { participation: "online" })).status).toBe(200);
  await waitFor(
    waitTimeoutMs,
    () => readSeat(second),
    (seat) => seat === "held",
  );
  expect([await readSeat(first), (await readVenuePool(conferenceId)).taken]).toEqual(["none", 1]);
});
