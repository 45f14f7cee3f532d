import { expect, test } from "vitest";
import {
  encodeSheet,
  importCheckedSheet,
  readImportJob,
  readJobRows,
  uploadSheet,
  waitForJob,
} from "./support/imports.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  postRegistration,
  readVenuePool,
} from "./support/system.ts";

const headings = "category,person.givenName,person.familyName,person.email,person.nationality";

const buildSheet = (count: number, run = Date.now()) =>
  encodeSheet(
    [
      headings,
      ...Array.from({ length: count }, (_, row) => `ngo,Awa,Ba ${row},undo.${row}.${run}@example.org,SEN`),
    ].join("\n"),
  );

const requestUndo = (jobId: string) => callSystem(`/v1/jobs/${jobId}/undo`, asSecretariat({ method: "POST" }));

async function undo(jobId: string) {
  expect((await requestUndo(jobId)).status).toBe(202);
  const job = await waitForJob(jobId);
  expect(job).toMatchObject({ state: "done", step: "undone" });
  return readJobRows(jobId);
}

async function importSheet(conferenceId: string, sheet: Uint8Array, how = {}) {
  const jobId = await uploadSheet(conferenceId, sheet, how);
  expect((await waitForJob(jobId)).state).toBe("done");
  return { jobId, rows: await readJobRows(jobId) };
}

const readAction = (registrationId: string, path: string, body: object = {}) =>
  callSuccessfully(`/v1/registrations/${registrationId}/${path}`, asSecretariat({ body }));

test("an undo takes back whom no one has touched, hands their seats to those who wait, and lists the others", async () => {
  const conferenceId = await createConference(4);
  const { jobId, rows } = await importSheet(conferenceId, buildSheet(4), { approve: true });
  const [decided = "", noted = "", gone = "", present = ""] = rows.map(({ registrationId }) => registrationId);
  const waiting = (await postRegistration(conferenceId)).body;
  expect(waiting.seat).toBe("waiting");
  await readAction(decided, "decisions", { decision: "revoke", reason: "because" });
  await readAction(noted, "notes", { text: "Arrives late" });
  const { token } = await readAction(present, "badges");
  const scan = { scanId: `undo-${Date.now()}`, token, at: new Date().toISOString() };
  const scans = { gate: "main", direction: "in", scans: [scan] };
  const { body: scanned } = await callSystem(`/v1/conferences/${conferenceId}/scans`, asSecretariat({ body: scans }));
  expect(scanned.items).toMatchObject([{ verdict: "admit" }]);
  const undone = await undo(jobId);
  expect(undone.map(({ row, outcome, kept }) => [row, kept ?? outcome])).toEqual([
    [2, "changed"],
    [3, "annotated"],
    [4, "undone"],
    [5, "checked-in"],
  ]);
  const { body } = await fetchRegistration(gone);
  expect(body).toMatchObject({ accreditation: "withdrawn", seat: "none" });
  expect(body.person?.email).toBeUndefined();
  const readSeat = async () => (await fetchRegistration(waiting.registrationId)).body.seat;
  await expect.poll(readSeat, { timeout: 60_000 }).toBe("held");
  expect((await readImportJob(jobId)).result).toMatchObject({ undone: 1, kept: 3, seated: 0 });
  expect((await requestUndo(jobId)).status).toBe(202);
  expect((await readImportJob(jobId)).step).toBe("undone");
});

test("what was undone is imported again with the same sheet, and a checked sheet alone cannot be undone", async () => {
  const conferenceId = await createConference(5);
  const sheet = buildSheet(2);
  const jobId = await uploadSheet(conferenceId, sheet, { dryRun: true });
  expect((await waitForJob(jobId)).step).toBe("checked");
  expect((await requestUndo(jobId)).body.code).toBe("wrong-state");
  expect((await importCheckedSheet(jobId)).status).toBe(202);
  expect(await waitForJob(jobId)).toMatchObject({ step: "imported", canUndo: true });
  await undo(jobId);
  expect((await readImportJob(jobId)).canUndo).toBeUndefined();
  expect((await readVenuePool(conferenceId)).taken).toBe(0);
  for (const path of ["mapping", "import"]) {
    const body = { columns: {}, sendMails: false, approve: false };
    const headers = { "if-match": "1" };
    const request = path === "import" ? { method: "POST", headers } : { method: "PUT", body };
    const answer = await callSystem(`/v1/jobs/${jobId}/${path}`, asSecretariat(request));
    expect([path, answer.body.code ?? answer.status]).toEqual([path, path === "import" ? 202 : "wrong-state"]);
  }
  expect((await readImportJob(jobId)).step).toBe("undone");
  const { rows } = await importSheet(conferenceId, sheet);
  expect(rows.map(({ outcome }) => outcome)).toEqual(["seated", "seated"]);
});

test("people who were told by e-mail are withdrawn, and told so", async () => {
  const conferenceId = await createConference(5);
  const { jobId, rows } = await importSheet(conferenceId, buildSheet(1), { sendMails: true });
  expect((await undo(jobId)).map(({ outcome }) => outcome)).toEqual(["undone"]);
  const { body } = await fetchRegistration(rows[0]?.registrationId ?? "");
  expect(body).toMatchObject({ accreditation: "withdrawn", person: { familyName: "Ba 0" } });
  const { items } = (await callSystem(`/v1/registrations/${rows[0]?.registrationId}/history`, asSecretariat()))
    .body as {
    items: readonly { action: string }[];
  };
  expect(items.map(({ action }) => action)).toEqual(["undo-import", "submit"]);
});
