import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { presignMadeFile, saveMadeFile } from "#shared/documents/made-files.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { findJob } from "#shared/jobs/jobs.repository.ts";
import { makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { localCredentials } from "../../local/context.ts";
import { openTestDocuments } from "../support/s3.ts";
import { openSystemTable } from "./authorization/tokens.ts";
import { listBucketKeys } from "./support/canaries.ts";
import { postTestFile } from "./support/documents.ts";
import { makeExport } from "./support/exports.ts";
import {
  announceImport,
  encodeSheet,
  type JobBody,
  mapSheet,
  readImportJob,
  uploadSheet,
  waitForJob,
} from "./support/imports.ts";
import {
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "./support/system.ts";

const text = (bytes: string) => new TextEncoder().encode(bytes);

type BatchJob = JobBody & { readonly file?: { readonly url: string } };

async function approve(conferenceId: string, familyName = "Diallo"): Promise<string> {
  const { body } = await postRegistration(conferenceId, {}, { familyName });
  await postDecision(body.registrationId, "approve");
  return body.registrationId;
}

const erase = (registrationId: string) =>
  callSuccessfully(`/v1/registrations/${registrationId}?reason=at-their-request`, asSecretariat({ method: "DELETE" }));

const startBatch = async (conferenceId: string) =>
  (await callSuccessfully(`/v1/conferences/${conferenceId}/badge-batches`, asDesk({ body: {} }))).jobId;

const readBatch = async (jobId: string): Promise<BatchJob> =>
  (await callSystem(`/v1/jobs/${jobId}`, asDesk())).body as unknown as BatchJob;

const isDownloadable = async (url = "") => (await fetch(url)).status === 200;

let conference: string;
beforeAll(async () => {
  conference = await createConference(50);
});

describe("an erasure deletes every file that may hold the person", () => {
  test("a batch of badges: the job names no file, and the address that it gave before opens nothing", async () => {
    const [erased] = [await approve(conference), await approve(conference)];
    const jobId = await startBatch(conference);
    await waitForJob(jobId);
    const printed = await readBatch(jobId);
    expect(await isDownloadable(printed.file?.url)).toBe(true);
    await erase(erased);
    const after = await readBatch(jobId);
    expect([after.state, after.file]).toEqual(["done", undefined]);
    expect(await isDownloadable(printed.file?.url)).toBe(false);
  });

  test("an exported list of participants", async () => {
    const erased = await approve(conference);
    const path = `/v1/conferences/${conference}/participants.csv?language=en`;
    const { headers } = await fetch(`${getSharedSystem().api}${path}`, {
      headers: { authorization: `Bearer ${getSharedSystem().tokens.secretariat}` },
      redirect: "manual",
    });
    const url = headers.get("location") ?? "";
    expect(await isDownloadable(url)).toBe(true);
    await erase(erased);
    expect(await isDownloadable(url)).toBe(false);
  });

  test("a sheet whose import waits for it: the import ends, and says why", async () => {
    const erased = await approve(conference);
    const { body: waiting } = await announceImport(conference, {}, 100);
    await erase(erased);
    expect(await readImportJob(waiting.jobId)).toMatchObject({ state: "failed", problem: { code: "sheet-erased" } });
  });

  test("a sheet that waits for a mapping, and one that was only checked", async () => {
    const head = "category,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
    const unknown = await uploadSheet(conference, encodeSheet(`${head},Shoe size\nngo,A,a1@example.org,SEN,no,no,43`));
    const dry = await uploadSheet(conference, encodeSheet(`${head}\nngo,A,a2@example.org,SEN,no,no`), { dryRun: true });
    for (const jobId of [unknown, dry]) await waitForJob(jobId);
    const bucket = openSystemBucket(await announceImport(conference, {}, 10));
    const sheets = await Promise.all([unknown, dry].map(async (jobId) => `checked/${await findSheet(jobId)}`));
    expect(await listBucketKeys(bucket)).toEqual(expect.arrayContaining(sheets));
    await erase(await approve(conference));
    const keys = await listBucketKeys(bucket);
    for (const sheet of sheets) expect(keys).not.toContain(sheet);
  });
});

describe("the erasure of a visitor who sent the form and was never confirmed", () => {
  test("deletes the sheets that have the address and the exports of all people, and no other file of the conference", async () => {
    const id = await createConference(20);
    await approve(id);
    const batch = await startBatch(id);
    await waitForJob(batch);
    const printed = await readBatch(batch);
    const head = "category,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
    const upload = (cell: string) =>
      uploadSheet(id, encodeSheet(`${head},Remark\nngo,A,a@example.org,SEN,no,no,${cell}`), { dryRun: true });
    const email = `visitor.${id}@example.org`;
    const jobs = [
      await upload("someone@example.org"),
      await upload(`Office <${email.toUpperCase()}>`),
      await upload("x"),
    ];
    for (const jobId of jobs) await waitForJob(jobId);
    const [other = "", named = "", corrected = ""] = jobs;
    await mapSheet(corrected, { columns: { Remark: null }, cells: { 2: { Remark: email } } });
    await waitForJob(corrected);
    const { body: visitor } = await postRegistration(id, {}, { email });
    const exported = await makeExport(id, { what: "answers" });
    expect(await (await fetch(exported ?? "")).text()).toContain(visitor.registrationId);
    const bucket = openSystemBucket(await announceImport(await createConference(5), {}, 10));
    const sheets = await Promise.all(
      [other, named, corrected].map(async (jobId) => `checked/${await findSheet(jobId)}`),
    );
    expect(await listBucketKeys(bucket)).toEqual(expect.arrayContaining(sheets));
    await erase(visitor.registrationId);
    const keys = await listBucketKeys(bucket);
    expect(sheets.map((sheet) => keys.includes(sheet))).toEqual([true, false, false]);
    expect(await isDownloadable(printed.file?.url)).toBe(true);
    expect(await isDownloadable(exported)).toBe(false);
  });
});

test("the erasure of a visitor ends no import that waits for its sheet", async () => {
  const id = await createConference(5);
  const head = "category,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
  const sheet = encodeSheet(`${head}\nngo,Ndiaye,ndiaye.${id}@example.org,SEN,no,no`);
  const { body: waiting } = await announceImport(id, { dryRun: true }, sheet.length);
  const { body: visitor } = await postRegistration(id, {}, { email: `visitor.${id}@example.org` });
  await erase(visitor.registrationId);
  expect(await readImportJob(waiting.jobId)).not.toMatchObject({ state: "failed" });
  expect(await postTestFile(waiting, sheet)).toBe(204);
  expect(await waitForJob(waiting.jobId)).toMatchObject({ state: "done" });
});

/** The document of an import, from the table. */
async function findSheet(jobId: string): Promise<string> {
  const job = await findJob(openSystemTable(), jobId);
  if (!job) throw new Error("no job");
  return (job.request as { documentId: string }).documentId;
}

/** The bucket that the form of an upload names. */
function openSystemBucket({ body: { url } }: { readonly body: { readonly url: string } }): DocumentsBucket {
  const { origin, pathname } = new URL(url);
  return { ...openTestDocuments(origin, localCredentials), bucket: pathname.split("/")[1] ?? "" };
}

describe("the versions of the list of participants", () => {
  test("name no one of several people who are erased at the same time", async () => {
    const id = await createConference(20);
    const names = Array.from({ length: 8 }, (_, index) => `Jointly${"abcdefgh"[index]}`);
    const people: string[] = [];
    for (const name of names) people.push(await approve(id, name));
    await approve(id, "Stays");
    const versions = `/v1/conferences/${id}/participants-versions`;
    const body = { status: "draft" };
    for (let version = 1; version <= 3; version += 1)
      expect((await callSystem(versions, asSecretariat({ body }))).status).toBe(201);
    await Promise.all(people.map(erase));
    for (let version = 1; version <= 3; version += 1) {
      const path = `/v1/conferences/${id}/participants.json?version=${version}`;
      const { body: file } = await callSystem(path, { ...asSecretariat(), redirect: "manual" });
      const list = await (await fetch((file as unknown as { readonly url: string }).url)).text();
      expect(list).toContain("Stays");
      expect(list).not.toContain("Jointly");
    }
  });

  test("have one file each, also if the request for one is repeated", async () => {
    const id = await createConference(5);
    await approve(id);
    const versions = `/v1/conferences/${id}/participants-versions`;
    const request = asSecretariat({ body: { status: "draft" }, headers: { "idempotency-key": createId() } });
    const [first, second] = [await callSystem(versions, request), await callSystem(versions, request)];
    expect(second.body).toEqual(first.body);
    const keys = await listBucketKeys(openSystemBucket(await announceImport(id, {}, 10)));
    expect(keys.filter((key) => key.includes(`lists/kept/${id}/`))).toHaveLength(1);
  });
});

describe("an erasure while a file is made", () => {
  test("a file with the person that is stored after the erasure is made again without them", async () => {
    const id = await createConference(5);
    const erased = await approve(id, "Kanari");
    const documents = openSystemBucket(await announceImport(id, {}, 10));
    const fileId = createId();
    let attempts = 0;
    await makeWithoutErased(openSystemTable(), id, async () => {
      attempts += 1;
      const { person } = await loadRegistration(openSystemTable(), erased);
      if (attempts === 1) await erase(erased);
      const bytes = text(person.familyName ?? "unnamed");
      await saveMadeFile(documents, id, fileId, { bytes, type: "text/plain" });
    });
    const url = await presignMadeFile(documents, id, fileId, { type: "text/plain", name: "people.txt", seconds: 60 });
    expect([attempts, await (await fetch(url)).text()]).toEqual([2, "unnamed"]);
  });

  test("a file that is made again and again for one erasure after another is given up", async () => {
    const id = await createConference(20);
    const people = await Promise.all(Array.from({ length: 6 }, () => approve(id)));
    const making = makeWithoutErased(openSystemTable(), id, async () => {
      await erase(people.pop() ?? "");
    });
    await expect(making).rejects.toMatchObject({ code: "too-busy" });
  });

  test("a batch of badges that runs at the same time prints the person into no file that is kept", async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await createConference(5);
      const [erased] = [await approve(id), await approve(id)];
      const jobId = await startBatch(id);
      await new Promise((resolve) => setTimeout(resolve, round * 400));
      await erase(erased);
      await waitForJob(jobId);
      const { state, file, result } = await readBatch(jobId);
      expect(state).toBe("done");
      expect(file === undefined || result?.["printed"] === 1).toBe(true);
    }
  });
});
