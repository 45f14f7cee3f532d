import { expect, test } from "vitest";
import {
  encodeSheet,
  importCheckedSheet,
  mapSheet,
  readImportJob,
  readJobRows,
  readSheetMapping,
  uploadSheet,
  waitForJob,
} from "./support/imports.ts";
import { readEmails, waitForEmails } from "./support/mailbox.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  readVenuePool,
} from "./support/system.ts";

const categories = [
  { category: "ngo", title: { en: "Civil society", fr: "Société civile" }, colour: "#2e7d32", requires: [] },
  { category: "media", title: { en: "Press" }, colour: "#6a1b9a", selfRegistration: false, requires: [] },
];

/** As Excel in French saves a CSV file. */
const encodeWestern = (text: string) => new Uint8Array(Buffer.from(text.replaceAll("\n", "\r\n"), "latin1"));

const run = Date.now().toString(36);
const address = (name: string) => `${name}.${run}@example.org`;

test("a French sheet in Windows-1252 with semicolons is imported without any mapping", async () => {
  const conferenceId = await createConference(5, { categories });
  const file = encodeWestern(
    `Nom;Prénom;Courriel;Pays;Langue;Catégorie;Date de naissance\nMwangi;Grâce;${address("grace")};Kenya;Anglais;Société civile;31/12/1980\n`,
  );
  const jobId = await uploadSheet(conferenceId, file, { dryRun: true });
  expect(await waitForJob(jobId)).toMatchObject({ state: "done", step: "checked", result: { seated: 1 } });
  expect((await importCheckedSheet(jobId)).status).toBe(202);
  expect((await importCheckedSheet(jobId)).status).toBe(202);
  expect(await waitForJob(jobId)).toMatchObject({ state: "done", step: "imported", result: { seated: 1 } });
  const [row] = await readJobRows(jobId);
  expect((await fetchRegistration(row?.registrationId ?? "")).body).toMatchObject({
    category: "ngo",
    accreditation: "pending",
    language: "en",
    country: "KEN",
    consent: { listOfParticipants: false, photo: false },
    person: { familyName: "Mwangi", givenName: "Grâce", nationality: "KEN", birthDate: "1980-12-31" },
  });
});

test("what is not matched is mapped by the officer, then checked, then imported", async () => {
  const conferenceId = await createConference(9, { categories });
  const file = encodeSheet(
    [
      "Nom,Adresse pour nous,Pays,Groupe,Remarques,Sexe",
      `Ba,${address("ba")},Sénégal,ONG,x,M`,
      `Sow,${address("sow")},Sénégal,ONG,,M`,
      `Fall,${address("fall")},Senegambia,Presse,,F`,
    ].join("\n"),
  );
  const jobId = await uploadSheet(conferenceId, file, { dryRun: true });
  expect(await waitForJob(jobId)).toMatchObject({ state: "waiting", step: "uploaded", needsMapping: true });
  expect(await readSheetMapping(jobId)).toMatchObject({
    columns: { Nom: "person.familyName", Pays: "country", Sexe: "person.gender" },
    unmatchedColumns: ["Adresse pour nous", "Groupe", "Remarques"],
    missing: ["person.email"],
    unmatchedValues: expect.arrayContaining([
      { path: "person.gender", value: "M", rows: 2 },
      { path: "country", value: "Senegambia", rows: 1 },
    ]),
  });
  expect((await importCheckedSheet(jobId)).body.code).toBe("wrong-state");

  const columns = { "Adresse pour nous": "person.email", Groupe: "category", Remarques: null };
  expect((await mapSheet(jobId, { columns })).status).toBe(202);
  expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { invalid: 3 } });
  expect((await readSheetMapping(jobId)).unmatchedValues).toEqual([
    { path: "category", value: "ONG", rows: 2 },
    { path: "person.gender", value: "M", rows: 2 },
    { path: "country", value: "Senegambia", rows: 1 },
    { path: "category", value: "Presse", rows: 1 },
  ]);

  const values = {
    category: { ONG: "ngo", Presse: "Press" },
    country: { Senegambia: "SEN" },
    "person.gender": { M: "male" },
  };
  await mapSheet(jobId, { columns, values });
  expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { seated: 3, invalid: 0 } });
  expect((await readVenuePool(conferenceId)).taken).toBe(0);
  const outdated = await importCheckedSheet(jobId, 2);
  expect([outdated.status, outdated.body.code]).toEqual([412, "changed-meanwhile"]);
  expect(await readImportJob(jobId)).toMatchObject({ step: "checked", version: 3 });
  await importCheckedSheet(jobId);
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: { seated: 3 } });
  expect((await readVenuePool(conferenceId)).taken).toBe(3);
  expect((await mapSheet(jobId, { columns, values })).body.code).toBe("wrong-state");
});

test("one category is chosen for a sheet without that column, and a mapping that does not fit is refused at its place", async () => {
  const conferenceId = await createConference(5, { categories });
  const file = encodeSheet(`Nom,Courriel,Nationalité,Note\nBa,${address("one")},Sénégal,x\n`);
  const jobId = await uploadSheet(conferenceId, file);
  expect(await waitForJob(jobId)).toMatchObject({ needsMapping: true });
  const paths = async (mapping: object) => {
    const { status, body } = await mapSheet(jobId, mapping);
    return [status, ...(body.errors ?? []).map(({ path }) => path)];
  };
  expect(await paths({})).toEqual([422, "columns.Note"]);
  expect(await paths({ columns: { Note: "shoe.size" } })).toEqual([422, "columns.Note"]);
  expect(await paths({ columns: { Note: null, Size: null } })).toEqual([422, "columns.Size"]);
  expect(await paths({ columns: { Note: null, Courriel: null } })).toEqual([422, "columns.person.email"]);
  const note = { columns: { Note: null } };
  expect(await paths({ ...note, values: { category: { "": "visitors" } } })).toEqual([422, "values.category."]);
  expect(await paths({ ...note, values: { size: { "": "x" } } })).toEqual([422, "values.size"]);
  // Without a dry run, the mapping is followed by the import.
  expect((await mapSheet(jobId, { ...note, values: { category: { "": "ngo" } } })).status).toBe(202);
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: { seated: 1 } });
});

const buildPeople = (count: number) =>
  encodeSheet(
    [
      "Nom;Courriel;Pays;Catégorie",
      ...Array.from({ length: count }, (_, index) => `Ba ${index};p${index}.${run}@example.net;Kenya;ngo`),
    ].join("\n"),
  );

test("an import of 312 people sends no email, leaves all pending, and allows a later sign-in link", async () => {
  const conferenceId = await createConference(300, { categories, confirmWithinHours: 1 });
  const jobId = await uploadSheet(conferenceId, buildPeople(312));
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: { seated: 300, waiting: 12 } });
  const [row] = await readJobRows(jobId);
  expect((await fetchRegistration(row?.registrationId ?? "")).body).toMatchObject({ accreditation: "pending" });
  const email = `p0.${run}@example.net`;
  expect((await callSystem("/v1/sign-in-links", { body: { email, conferenceId } })).status).toBe(202);
  const { home } = getSharedSystem();
  expect((await waitForEmails(home, email, 1)).map(({ kind }) => kind)).toEqual(["sign-in"]);
  const imported = (await readEmails(home)).filter(({ to }) => to.endsWith(`.${run}@example.net`));
  expect(imported.map(({ to }) => to)).toEqual([email]);
});

test("an approved import seats while the room lasts, sends one e-mail to each, and says in the history that it approved", async () => {
  const conferenceId = await createConference(1, { categories, seatTakenAt: "approval" });
  const rows = [`Ba;${address("first")};Kenya;ngo`, `Sow;${address("second")};Kenya;ngo`];
  const file = encodeSheet(["Nom;Courriel;Pays;Catégorie", ...rows].join("\n"));
  const jobId = await uploadSheet(conferenceId, file, { dryRun: true, approve: true, sendMails: true });
  const expected = { seated: 1, waiting: 1, registered: 0 };
  expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: expected });
  await importCheckedSheet(jobId);
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: expected });
  const [first, second] = await readJobRows(jobId);
  for (const [row, seat] of [
    [first, "held"],
    [second, "waiting"],
  ] as const) {
    const { body } = await fetchRegistration(row?.registrationId ?? "");
    expect(body).toMatchObject({ accreditation: "approved", seat });
    const history = await callSystem(`/v1/registrations/${row?.registrationId}/history`, asSecretariat());
    expect(history.body.items.map((each) => (each as { action?: string }).action)).toContain("import-approved");
  }
  const { home } = getSharedSystem();
  expect((await waitForEmails(home, address("first"), 1)).map(({ kind }) => kind)).toEqual(["approved"]);
  expect((await waitForEmails(home, address("second"), 1)).map(({ kind }) => kind)).toEqual(["approved-waiting"]);
  const again = await uploadSheet(conferenceId, file, { approve: true });
  expect(await waitForJob(again)).toMatchObject({ result: { "imported-before": 2 } });
  expect((await readImportJob(again)).state).toBe("done");
});
