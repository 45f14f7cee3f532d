import { expect, test } from "vitest";
import { encodeSheet, readJobRows, uploadSheet, waitForJob } from "./support/imports.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  postRegistration,
} from "./support/system.ts";

const headings = "category,person.givenName,person.familyName,person.email,person.nationality";
const consents = "consent.listOfParticipants,consent.photo";

test("a row of a person who withdrew is offered for reopening, and reopened at the end of the waiting list if asked", async () => {
  const conferenceId = await createConference(1);
  const email = `withdrew.${Date.now()}@example.org`;
  const sheet = encodeSheet(`${headings},${consents}\nngo,Awa,Diallo,${email},SEN,yes,no\n`);
  const run = async (how: { readonly dryRun?: boolean; readonly reopen?: boolean }) => {
    const jobId = await uploadSheet(conferenceId, sheet, how);
    const job = await waitForJob(jobId);
    expect(job.state, JSON.stringify(job)).toBe("done");
    return (await readJobRows(jobId))[0];
  };
  const imported = await run({});
  const registrationId = imported?.registrationId ?? "";
  expect(imported).toMatchObject({ outcome: "seated" });
  expect(await run({})).toMatchObject({ outcome: "imported-before", registrationId });

  await callSystem(`/v1/registrations/${registrationId}/withdrawal`, asSecretariat({ body: {} }));
  expect((await postRegistration(conferenceId)).body.seat).toBe("held");
  expect(await run({ dryRun: true })).toMatchObject({ outcome: "withdrawn", registrationId });
  expect(await run({})).toMatchObject({ outcome: "withdrawn", registrationId });
  expect((await fetchRegistration(registrationId)).body.accreditation).toBe("withdrawn");

  const expected = { outcome: "reopened", registrationId, waitingFor: ["venue"] };
  expect(await run({ dryRun: true, reopen: true })).toMatchObject(expected);
  expect((await fetchRegistration(registrationId)).body.accreditation).toBe("withdrawn");
  expect(await run({ reopen: true })).toMatchObject(expected);
  expect((await fetchRegistration(registrationId)).body).toMatchObject({ accreditation: "pending", seat: "waiting" });
  expect(await run({ reopen: true })).toMatchObject({ outcome: "imported-before", registrationId });
});

test.each([
  { seatTakenAt: "submission", approve: false, seat: "held", accreditation: "pending" },
  { seatTakenAt: "approval", approve: true, seat: "held", accreditation: "approved" },
] as const)(
  "a member of a delegation who withdrew is reopened, in the dry run too, with the seat taken at $seatTakenAt",
  async ({ seatTakenAt, approve, ...expected }) => {
    const conferenceId = await createConference(5, { seatTakenAt });
    const [focalPoint, email] = ["focal", "member"].map((who) => `${who}.${seatTakenAt}.${Date.now()}@example.org`);
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focalPoint], quota: 2 };
    const { delegationId } = await callSuccessfully(
      `/v1/conferences/${conferenceId}/delegations`,
      asSecretariat({ body: draft }),
    );
    const sheet = encodeSheet(
      `${headings},delegation,${consents}\nngo,Awa,Diallo,${email},SEN,${delegationId},yes,no\n`,
    );
    const run = async (how: { readonly dryRun?: boolean; readonly reopen?: boolean }) => {
      const jobId = await uploadSheet(conferenceId, sheet, { approve, ...how });
      const job = await waitForJob(jobId);
      expect(job.state, JSON.stringify(job)).toBe("done");
      return (await readJobRows(jobId))[0];
    };
    const { registrationId = "" } = (await run({})) ?? {};
    const confirmation = { items: [{ registrationId, confirm: true }] };
    await callSuccessfully(`/v1/delegations/${delegationId}/confirmations`, asSecretariat({ body: confirmation }));
    await callSuccessfully(`/v1/registrations/${registrationId}/withdrawal`, asSecretariat({ body: {} }));

    expect(await run({ dryRun: true, reopen: true })).toMatchObject({ outcome: "reopened", registrationId });
    expect(await run({ reopen: true })).toMatchObject({ outcome: "reopened", registrationId });
    expect((await fetchRegistration(registrationId)).body).toMatchObject(expected);
  },
);
