import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import {
  encodeSheet,
  importCheckedSheet,
  mapSheet,
  readImportJob,
  readJobRows,
  uploadSheet,
  waitForJob,
} from "./support/imports.ts";
import { asSecretariat, callSystem, createConference, fetchRegistration, getSharedSystem } from "./support/system.ts";

const run = Date.now().toString(36);
const address = (name: string) => `${name}.${run}@example.org`;

/** Three people: one as it should be, one with a mistyped address, one with a category that does not exist. */
const sheet = encodeSheet(
  [
    "Nom;Prénom;Courriel;Pays;Catégorie;Passeport;Interne",
    `Mwangi;Grâce;${address("grace")};Kenya;ngo;P123;=1+1`,
    "Ba;Awa;awa(at)example.org;Sénégal;ngo;P456;x",
    `周;恩来;${address("zhou")};Chine;visitor;;y`,
  ].join("\n"),
);

/** The sheet of a new conference, checked. */
async function checkSheet(): Promise<{ jobId: string; conferenceId: string }> {
  const conferenceId = await createConference(5);
  const jobId = await uploadSheet(conferenceId, sheet, { dryRun: true });
  await waitForJob(jobId);
  await mapSheet(jobId, { columns: { Interne: null } });
  expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { seated: 1, invalid: 2 } });
  return { jobId, conferenceId };
}

const correct = async (jobId: string, cells: object, version?: number) => {
  const options = asSecretariat({ method: "PUT", body: { cells } });
  const headers = version === undefined ? {} : { "if-match": `"${version}"` };
  return callSystem(`/v1/jobs/${jobId}/mapping`, { ...options, headers });
};

/** The workbook with the remarks, by row. */
async function readRemarks(jobId: string, body: object = {}, language = "fr"): Promise<(string | null)[][]> {
  const { api, tokens } = getSharedSystem();
  const headers = {
    authorization: `Bearer ${tokens.secretariat}`,
    "content-type": "application/json",
    "accept-language": language,
  };
  const answer = await fetch(`${api}/v1/jobs/${jobId}/errors.xlsx`, {
    ...{ method: "POST", headers, body: JSON.stringify(body) },
  });
  expect(answer.status).toBe(200);
  return (await readSheet(Buffer.from(await answer.arrayBuffer()))) as unknown as (string | null)[][];
}

test("rows with remarks are corrected in place, checked again, and imported as corrected", async () => {
  const { jobId } = await checkSheet();
  const [grace] = await readJobRows(jobId);
  expect(grace).toMatchObject({ row: 2, name: "Grâce Mwangi" });
  const remarks = await readJobRows(jobId, "&remarks=true");
  expect(remarks.map(({ row, name, errors }) => [row, name, errors?.map(({ column }) => column)])).toEqual([
    [3, "Awa Ba", ["Courriel"]],
    [4, "周恩来", ["Catégorie"]],
  ]);
  expect(remarks[0]?.cells).toEqual([
    { column: "Nom", path: "person.familyName", value: "Ba" },
    { column: "Prénom", path: "person.givenName", value: "Awa" },
    { column: "Courriel", path: "person.email", value: "awa(at)example.org" },
    { column: "Pays", path: "country", value: "Sénégal" },
    { column: "Catégorie", path: "category", value: "ngo" },
    // Sensitive, and left out.
    { column: "Passeport", path: "person.passportNumber" },
    { column: "Interne" },
  ]);

  const { version = 0 } = await readImportJob(jobId);
  expect((await correct(jobId, { 3: { Courriel: address("awa") } }, version)).status).toBe(202);
  await waitForJob(jobId);
  const late = await correct(jobId, { 3: { Courriel: "x" } }, version);
  expect([late.status, late.body.code]).toEqual([412, "changed-meanwhile"]);
  expect((await correct(jobId, { 4: { Catégorie: "media" } })).status).toBe(202);
  expect(await waitForJob(jobId)).toMatchObject({ step: "checked", result: { seated: 3, invalid: 0 } });
  const corrected = (await readJobRows(jobId)).map(({ cells = [] }) =>
    cells.flatMap(({ column, isCorrected }) => (isCorrected ? [column] : [])),
  );
  expect(corrected).toEqual([[], ["Courriel"], ["Catégorie"]]);

  await importCheckedSheet(jobId);
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", result: { seated: 3 } });
  const rows = await readJobRows(jobId);
  const { body } = await fetchRegistration(rows[1]?.registrationId ?? "");
  expect(body).toMatchObject({ person: { email: address("awa"), familyName: "Ba" } });
});

test("a correction is taken back, and one that the sheet has no place for is refused", async () => {
  const { jobId } = await checkSheet();
  const listErrors = async (cells: object) =>
    (await correct(jobId, cells)).body.errors?.map(({ path, message }) => `${path}: ${message}`);
  expect(await listErrors({ 3: { Ort: "x" } })).toEqual(["cells.3.Ort: This heading is not known."]);
  expect(await listErrors({ 1: { Nom: "x" } })).toEqual(["cells.1: The sheet does not have this row."]);
  expect(await listErrors({ 5: { Nom: "x" } })).toEqual(["cells.5: The sheet does not have this row."]);
  const quotes = Object.fromEntries(
    ["Nom", "Prénom", "Courriel", "Pays", "Catégorie", "Passeport", "Interne"].map((column) => [
      column,
      '"'.repeat(1_450),
    ]),
  );
  expect(await listErrors({ 2: quotes, 3: quotes, 4: quotes })).toEqual([
    "cells: There are too many corrections. Please correct the file itself, and upload it again.",
  ]);
  await correct(jobId, { 2: { Courriel: "x", Nom: "Ba" }, 3: { Courriel: address("awa") } });
  expect(await waitForJob(jobId)).toMatchObject({ result: { seated: 1, invalid: 2 } });
  await correct(jobId, { 2: { Courriel: null } });
  expect(await waitForJob(jobId)).toMatchObject({ result: { seated: 2, invalid: 1 } });
  expect((await readJobRows(jobId))[0]?.name).toBe("Grâce Ba");
});

test("the sheet comes with its remarks, in the officer's language, without formulas, and can be uploaded again", async () => {
  const { jobId, conferenceId } = await checkSheet();
  const [head, ...rows] = await readRemarks(jobId);
  expect(head).toEqual(["Nom", "Prénom", "Courriel", "Pays", "Catégorie", "Remarques de la vérification"]);
  expect(rows.map((row) => row.at(-1))).toEqual([
    null,
    expect.stringMatching(/^Courriel: \S/),
    expect.stringMatching(/^Catégorie: \S/),
  ]);
  const full = await readRemarks(jobId, { reason: "to complete the passports" }, "en");
  expect(full[0]?.slice(-3)).toEqual(["Passeport", "Interne", "Remarks of the check"]);
  expect(full[1]?.slice(-3)).toEqual(["P123", "'=1+1", null]);
  const again = await uploadSheet(
    conferenceId,
    encodeSheet(rows.length > 0 ? [head, ...rows].map((row) => row?.join(";")).join("\n") : ""),
    { dryRun: true },
  );
  expect(await waitForJob(again)).toMatchObject({ step: "checked", result: { seated: 1, invalid: 2 } });
});

test("once a person of the sheet is erased, its rows have no names, and there is no file of remarks", async () => {
  const { jobId } = await checkSheet();
  await importCheckedSheet(jobId);
  await waitForJob(jobId);
  const [first] = await readJobRows(jobId);
  expect(first?.name).toBe("Grâce Mwangi");
  const erased = await callSystem(
    `/v1/registrations/${first?.registrationId}?reason=at-their-request`,
    asSecretariat({ method: "DELETE" }),
  );
  expect(erased.status).toBe(200);
  await expect
    .poll(async () => (await readJobRows(jobId)).map(({ name, cells }) => name ?? cells?.length), { timeout: 20_000 })
    .toEqual([undefined, undefined, undefined]);
  const answer = await callSystem(`/v1/jobs/${jobId}/errors.xlsx`, asSecretariat({ body: {} }));
  expect([answer.status, answer.body.code]).toEqual([404, "not-found"]);
});

test("a column with the heading of a sensitive field stays hidden, whatever it is mapped to", async () => {
  const { jobId } = await checkSheet();
  const columns = { Nom: null, Passeport: "person.familyName", Interne: "functionTitle" };
  await mapSheet(jobId, { columns });
  await waitForJob(jobId);
  const rows = await readJobRows(jobId);
  expect(JSON.stringify(rows)).not.toMatch(/P123|P456/);
  expect(rows[0]?.cells?.find(({ column }) => column === "Passeport")).toEqual({
    column: "Passeport",
    path: "person.familyName",
  });
  expect(JSON.stringify(await readRemarks(jobId))).not.toMatch(/P123|P456/);
});
