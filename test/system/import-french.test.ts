import { expect, test } from "vitest";
import { frenchExports, listFrenchPeople } from "../support/french-export.ts";
import {
  importCheckedSheet,
  mapSheet,
  readJobRows,
  readSheetMapping,
  uploadSheet,
  waitForJob,
} from "./support/imports.ts";
import { readEmails } from "./support/mailbox.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postRegistration,
  readVenuePool,
} from "./support/system.ts";

const run = Date.now().toString(36);

/** The emails to any of these people. */
async function listEmailsTo(people: readonly { readonly email: string }[]) {
  const addresses = new Set(people.map(({ email }) => email));
  return (await readEmails(getSharedSystem().home)).filter(({ to }) => addresses.has(to));
}

test.each(frenchExports)(
  "the export of a French secretariat is imported whole from %s after two mappings, mails no one, and is undone",
  async (name, contentType, write) => {
    const conferenceId = await createConference(30);
    const people = listFrenchPeople(28, `${name.split(".")[1]}.${run}`);
    const before = await readVenuePool(conferenceId);
    const jobId = await uploadSheet(conferenceId, await write(people), { contentType, dryRun: true });
    expect(await waitForJob(jobId)).toMatchObject({ needsMapping: true });
    const asked = await readSheetMapping(jobId);
    expect(asked).toMatchObject({ unmatchedColumns: ["Groupe", "Observations"], missing: [] });
    expect(asked.encoding).toBe(contentType === "text/csv" ? "windows-1252" : undefined);

    await mapSheet(jobId, { columns: { Groupe: "category", Observations: null } });
    expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { invalid: 28 } });
    const { unmatchedValues } = await readSheetMapping(jobId);
    expect(unmatchedValues.map(({ value }) => value)).toEqual(["Presse écrite", "ONG"]);
    const values = { category: { "Presse écrite": "media", ONG: "ngo" } };
    await mapSheet(jobId, { columns: { Groupe: "category", Observations: null }, values });
    expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { seated: 28, invalid: 0 } });
    await importCheckedSheet(jobId);
    expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: { seated: 28 } });

    const rows = await readJobRows(jobId);
    expect((await fetchRegistration(rows[0]?.registrationId ?? "")).body).toMatchObject({
      category: "media",
      country: "CIV",
      language: "fr",
      accreditation: "pending",
      person: { familyName: "N’Diaye", givenName: "Anaïs 0", gender: "female", birthDate: "1960-01-13" },
    });
    expect(await listEmailsTo(people)).toEqual([]);
    expect((await readVenuePool(conferenceId)).taken).toBe(28);

    // Two seats are free, and the third newcomer waits until the import is undone.
    const newcomers = [];
    for (const _ of [1, 2, 3]) newcomers.push((await postRegistration(conferenceId)).body);
    expect(newcomers.map(({ seat }) => seat)).toEqual(["held", "held", "waiting"]);
    await callSystem(`/v1/jobs/${jobId}/undo`, asSecretariat({ method: "POST" }));
    expect(await waitForJob(jobId)).toMatchObject({ step: "undone", result: { undone: 28, kept: 0 } });
    const waiting = newcomers[2]?.registrationId ?? "";
    await expect
      .poll(async () => (await fetchRegistration(waiting)).body.seat, { timeout: 20_000 })
      .not.toBe("waiting");
    expect(await readVenuePool(conferenceId)).toEqual({ ...before, taken: 3 });
    expect(await listEmailsTo(people)).toEqual([]);
  },
);

test("what was mapped is proposed for the next sheet of the conference, by heading and by value, and is no one's", async () => {
  const conferenceId = await createConference(30);
  const [[, contentType, write]] = frenchExports;
  const columns = { Groupe: "category", Observations: null };
  const values = { category: { "Presse écrite": "media", ONG: "ngo", Unique: "ngo" } };
  const first = listFrenchPeople(4, `memory.${run}`).map((each, index) =>
    index === 1 ? { ...each, group: "Unique" } : each,
  );
  const jobId = await uploadSheet(conferenceId, await write(first), { contentType, dryRun: true });
  await waitForJob(jobId);
  await mapSheet(jobId, { columns });
  await waitForJob(jobId);
  await mapSheet(jobId, { columns, values });
  await waitForJob(jobId);

  const upload = async (conference: string) => {
    const next = await uploadSheet(conference, await write(first), { contentType, dryRun: true });
    await waitForJob(next);
    return readSheetMapping(next);
  };
  expect(await upload(conferenceId)).toMatchObject({
    unmatchedColumns: ["Groupe", "Observations"],
    proposals: { Groupe: { path: "category", by: "memory" }, Observations: { path: null, by: "memory" } },
    unmatchedValues: [
      { value: "Presse écrite", rows: 2, proposal: "media" },
      // One row had it, so that it may say something of one person.
      { value: "Unique", rows: 1 },
      { value: "ONG", rows: 1 },
    ],
  });
  expect((await upload(await createConference(5))).proposals).toEqual({});

  const { body } = await callSystem(`/v1/conferences/${conferenceId}/imports`, asSecretariat());
  expect(body.items).toMatchObject([
    { what: "registrations", state: "waiting", step: "uploaded" },
    { jobId, state: "done", step: "checked", rows: 4, by: expect.stringContaining("@") },
  ]);
});
