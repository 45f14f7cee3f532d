import { readdir } from "node:fs/promises";
import path from "node:path";
import { PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { CompleteMultipartUploadCommand, UploadPartCommand } from "@aws-sdk/client-s3";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findCertificateId, provideCertificateId } from "#shared/certificates/certificates.repository.ts";
import { hasMadeFile, listExportFileIds, toFileOfAllId } from "#shared/documents/made-files.ts";
import { PartUpload } from "#shared/documents/part-upload.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { getItem, N, putItem, S, updateItem } from "#shared/dynamodb/table.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import { listRequestedJobs } from "#shared/jobs/jobs.repository.ts";
import type { CheckInPlace } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listAccessLog } from "#shared/privacy/access-log.repository.ts";
import { loadRegistrations, toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { deleteExpiredFiles } from "../../functions/export-worker/expired-files.ts";
import { endConference } from "../support/end-conference.ts";
import { addGateEntry } from "../support/gate-entries.ts";
import { ensurePoppler, readPageTexts } from "../support/pdf-reader.ts";
import { otherSecretariat } from "../support/protection.ts";
import {
  addConference,
  addExport,
  addRegistrations,
  deliverExport,
  downloadExport,
  erasePerson,
  interceptBucket,
  interceptClient,
  submitPerson,
  takeLease,
  useExportWorld,
} from "./support/export-world.ts";

beforeAll(ensurePoppler, 300_000);

const world = useExportWorld();
let conferenceId = "";
beforeEach(async () => {
  conferenceId = await addConference(world);
});

const named = (familyName: string, more: Partial<Registration> = {}): Partial<Registration> => ({
  person: { givenName: "Amina", familyName, nationality: "SEN", email: `${familyName}@example.org`.toLowerCase() },
  ...more,
});

const protection = {
  alias: { nameOnBadge: "Speaker Seven" },
  readers: [{ email: "reader@example.org", holder: "reader" }],
};

const download = (jobId: string, at = conferenceId) => downloadExport(world, at, jobId);

const readRows = async (jobId: string) =>
  JSON.parse(new TextDecoder().decode(await download(jobId))) as Readonly<Record<string, unknown>>[];

async function exportRows(order: Partial<ExportCursor>, columns?: readonly string[]) {
  const jobId = await addExport(
    world,
    conferenceId,
    { what: "registrations", format: "json", ...(columns && { columns }) },
    order,
  );
  expect((await deliverExport(world, jobId)).status.state).toBe("done");
  return readRows(jobId);
}

const interceptDocuments = (before: (command: object) => Promise<void>) => interceptBucket(world, before);
const erase = (registrationId: string) => erasePerson(world, registrationId);

describe("the people of an export", () => {
  test("are those who pass the filter, on what lists show of a protected person", async () => {
    const [kept, , hidden] = await addRegistrations(world, conferenceId, [
      named("Kept", { country: "SEN" }),
      named("Other", { country: "FRA" }),
      named("Hidden", { country: "SEN", protection }),
    ]);
    const rows = await exportRows({ filter: { country: ["SEN"] } }, ["registrationId", "displayName"]);
    expect(rows).toEqual([{ registrationId: kept?.registrationId, displayName: "Amina Kept" }]);
    expect(await exportRows({ filter: { country: [""], nationality: ["XXX"] } }, ["displayName", "country"])).toEqual([
      { displayName: "Speaker Seven" },
    ]);
    const byId = await exportRows({ filter: { registrationIds: [hidden?.registrationId ?? ""] } });
    expect(JSON.stringify(byId)).not.toMatch(/Hidden|"SEN"|Amina|hidden@/);
    expect(byId).toMatchObject([{ displayName: "Speaker Seven", submittedAt: "2027-03-01T00:00:00.000Z" }]);
  });

  test("have the whole answer that a filter names, also a text of two lines; of several choices, one of them", async () => {
    await addRegistrations(world, conferenceId, [
      named("Two", { answers: { motivation: { value: "To speak\nTo listen" }, days: { value: ["mon", "tue"] } } }),
      named("One", { answers: { motivation: { value: "To speak" }, days: { value: ["wed"] } } }),
    ]);
    const list = async (answers: NonNullable<ExportCursor["filter"]>["answers"]) =>
      (await exportRows({ filter: { answers } }, ["displayName"])).map((row) => row["displayName"]);
    expect(await list({ motivation: ["To speak\nTo listen"] })).toEqual(["Amina Two"]);
    expect(await list({ motivation: ["To speak"] })).toEqual(["Amina One"]);
    expect(await list({ days: ["tue"] })).toEqual(["Amina Two"]);
  });

  test("are those who have changed since a time, if the request names one", async () => {
    await submitPerson(world, conferenceId, "Earlier");
    const since = new Date().toISOString();
    const later = await submitPerson(world, conferenceId, "Later");
    expect(await exportRows({ changedSince: since }, ["registrationId"])).toEqual([{ registrationId: later }]);
  });

  test("of another conference are left out, also if the request names them", async () => {
    const elsewhere = await addConference(world);
    const [stranger] = await addRegistrations(world, elsewhere, [named("Stranger")]);
    expect(await exportRows({ filter: { registrationIds: [stranger?.registrationId ?? ""] } })).toEqual([]);
  });

  test("who are erased are in no file, and their registrations are not counted", async () => {
    const erased = await submitPerson(world, conferenceId, "Erased");
    await addRegistrations(world, conferenceId, [named("Kept")]);
    await erase(erased);
    const rows = await exportRows({}, ["displayName"]);
    expect(rows).toEqual([{ displayName: "Amina Kept" }]);
  });
});

describe("sensitive columns", () => {
  test("are in the file with a reason alone, which the access log of those who have data records once", async () => {
    const [one, two] = await addRegistrations(world, conferenceId, [
      named("One", { needs: { diet: "no nuts" } }),
      named("Two"),
    ]);
    const columns = ["displayName", "needs.diet"];
    expect(JSON.stringify(await exportRows({}, columns))).not.toContain("nuts");
    const jobId = await addExport(
      world,
      conferenceId,
      { what: "registrations", format: "json", columns },
      { reason: "catering" },
    );
    await takeLease(world, jobId);
    await deliverExport(world, jobId);
    expect(await readRows(jobId)).toContainEqual({ displayName: "Amina One", "needs.diet": "no nuts" });
    const readLog = async (each: Registration | undefined) =>
      (await listAccessLog(world.table, { registrationId: each?.registrationId ?? "" }, undefined, 10)).entries;
    expect(await readLog(one)).toMatchObject([{ by: otherSecretariat.id, reason: "catering", what: "export" }]);
    expect(await readLog(two)).toEqual([]);
  });

  test.each([
    ["done", 0],
    ["failed", 4],
  ])("the job keeps neither the reason nor the filter once it is %s", async (state, attempts) => {
    const filter = { organization: ["Amina’s own company"] };
    const order = { filter, reason: "Amina asked", attempts };
    const jobId = await addExport(world, conferenceId, { what: "registrations", format: "json" }, order);
    expect((await deliverExport(world, jobId)).status.state).toBe(state);
    expect(JSON.stringify(await getItem(world.table, keys.job(jobId)))).not.toContain("Amina");
  });
});

test("the access log keeps no reason of a person who is erased before the access is recorded", async () => {
  const registrationId = await submitPerson(world, conferenceId, "Erased", { needs: { diet: "no nuts" } });
  const request = { what: "registrations", format: "json", columns: ["needs.diet"] } as const;
  const jobId = await addExport(world, conferenceId, request, { reason: "Amina asked" });
  let isErased = false;
  const client = interceptClient(world.table.client, async (command) => {
    const isAccess = command instanceof PutItemCommand && command.input.Item?.["entity"]?.S === "access-log";
    if (isErased || !isAccess) return;
    isErased = true;
    await erase(registrationId);
  });
  const { status } = await deliverExport({ ...world, table: { ...world.table, client } }, jobId);
  expect([isErased, status.state, await readRows(jobId)]).toEqual([true, "done", []]);
  const { entries } = await listAccessLog(world.table, { registrationId }, undefined, 10);
  expect(entries).toMatchObject([{ by: otherSecretariat.id, reason: "", what: "export" }]);
});

const addEntry = (registration: Registration, at?: string, place?: CheckInPlace) =>
  addGateEntry(world.table, registration, at, place);

describe("the attendance", () => {
  const first = "2027-10-26T07:00:00.000Z";
  const addPeople = async () => {
    const people = await addRegistrations(world, conferenceId, [
      named("Came", { organization: "UNHCR" }),
      named("Absent"),
      named("Pending"),
      named("Hidden", { protection, delegationId: "d1" }),
    ]);
    const [came, absent, , hidden] = people;
    if (!came || !absent || !hidden) throw new Error("no people");
    await addEntry(came, "2027-10-26T08:00:00.000Z");
    await addEntry(came, first);
    await addEntry(came, first, "session:plenary");
    await addEntry(absent);
    await addEntry(hidden, first);
    return people;
  };

  test("has everyone who is confirmed or came: whether and when, by day and session, with no-shows", async () => {
    const [came, absent, , hidden] = await addPeople();
    const jobId = await addExport(world, conferenceId, { what: "attendance", format: "json" });
    expect((await deliverExport(world, jobId)).status).toMatchObject({ state: "done", result: { registrations: 3 } });
    const rows = await readRows(jobId);
    expect(rows.map((row) => row["registrationId"]).toSorted()).toEqual(
      [came, absent, hidden].map((each) => each?.registrationId).toSorted(),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({
        ...{ displayName: "Amina Came", organization: "UNHCR", attended: true, noShow: false },
        ...{ "days.2027-10-26": first },
      }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ displayName: "Amina Absent", attended: false, noShow: true }),
    );
    const shown = rows.find((row) => row["displayName"] === "Speaker Seven");
    expect(shown).toMatchObject({ attended: true });
    expect(shown).not.toHaveProperty("delegationId", "d1");
  });

  test("has the headings and words of the language, and times by the clock of the venue, in a table", async () => {
    await addPeople();
    const filter = { organization: ["UNHCR"] };
    const request = { what: "attendance", format: "csv", language: "fr" } as const;
    const jobId = await addExport(world, conferenceId, request, { filter });
    await deliverExport(world, jobId);
    const text = new TextDecoder().decode(await download(jobId));
    for (const part of ["Présence", "Absence", "26 octobre 2027", "2027-10-26 09:00", "oui", "non"])
      expect(text).toContain(part);
    expect(text).not.toContain("Absent");
  });
});

test("the visa letters are those of everyone who asks for one or has one, with their state", async () => {
  const letter = { number: 1, at: "2027-03-03T10:00:00.000Z" };
  await addRegistrations(world, conferenceId, [
    named("Asking", { needs: { visaLetter: true } }),
    named("Ended", { visaLetter: letter }),
    named("Quiet"),
    named("Hidden", { needs: { visaLetter: true }, protection }),
  ]);
  const jobId = await addExport(world, conferenceId, { what: "visa-letters", format: "json" });
  await deliverExport(world, jobId);
  const rows = await readRows(jobId);
  expect(rows.map((row) => [row["person.familyName"], row["visaLetter.state"]]).toSorted()).toEqual([
    ["Asking", "requested"],
    ["Ended", "ended"],
  ]);
});

describe("the certificates of attendance", () => {
  const confirmed = {
    accreditation: { state: "approved", at: "2026-05-02T10:00:00.000Z", by: "s" },
    badgeSerial: 1,
  } as const;
  const [monday, tuesday] = ["2026-06-01T08:00:00.000Z", "2026-06-02T08:00:00.000Z"];
  const endItsConference = () => endConference(world.table, conferenceId, [monday, tuesday]);
  const makeCertificates = async (order: Partial<ExportCursor> = {}) => {
    await endItsConference();
    const jobId = await addExport(world, conferenceId, { what: "certificates", format: "pdf" }, order);
    const { status } = await deliverExport(world, jobId);
    return { status, file: await download(jobId) };
  };
  const readCertificatePages = (file: Uint8Array | undefined) => readPageTexts(file ?? new Uint8Array());

  test("are a page for each confirmed person who came, by name, of the alias if they are protected", async () => {
    const [zoe, amina, absent, revoked, hidden] = await addRegistrations(world, conferenceId, [
      named("Zoë", confirmed),
      named("Bah", { ...confirmed, language: "fr" }),
      named("Absent", confirmed),
      named("Revoked", { accreditation: { state: "revoked", at: monday, by: "s", reason: "" }, badgeSerial: 1 }),
      named("Hidden", { ...confirmed, protection }),
    ]);
    for (const each of [zoe, amina, revoked, hidden]) if (each) await addEntry(each, monday);
    if (zoe) await addEntry(zoe, tuesday);
    if (absent) await addEntry(absent);
    const { status, file } = await makeCertificates();
    expect(status).toMatchObject({ state: "done", result: { certificates: 3 } });
    const pages = readCertificatePages(file);
    expect(pages.map((page) => /Amina Zoë|Amina Bah|Speaker Seven/.exec(page)?.[0])).toEqual([
      ...["Amina Bah", "Amina Zoë", "Speaker Seven"],
    ]);
    expect(pages[0]).toContain("Certificat de présence");
    expect(pages[1]).toContain("1 – 2 June 2026");
    expect(pages.join()).not.toMatch(/Absent|Revoked|Hidden/);
  });

  test("have the identifier of the person’s earlier certificate, and those of a filter are made alone", async () => {
    const [one, other] = await addRegistrations(world, conferenceId, [
      named("One", confirmed),
      named("Two", confirmed),
    ]);
    if (!one || !other) throw new Error("no people");
    await addEntry(one, monday);
    await addEntry(other, monday);
    const certificateId = await provideCertificateId(world.table, one.registrationId, Date.now() + 10_000);
    const { file } = await makeCertificates({ filter: { registrationIds: [one.registrationId] } });
    const [page = "", ...more] = readCertificatePages(file);
    expect(more).toEqual([]);
    expect(page.replaceAll(/\s/g, "")).toContain(`/letter#certificate-${certificateId}`);
    expect(await findCertificateId(world.table, other.registrationId)).toBeUndefined();
  });

  test("are refused while no one has one", async () => {
    await addRegistrations(world, conferenceId, [named("Absent", confirmed)]);
    expect((await makeCertificates()).status).toEqual({ state: "failed", failure: { code: "certificates-none" } });
  });

  test("of a person who is erased meanwhile are in no file, and the identifier stays nowhere", async () => {
    const registrationId = await submitPerson(world, conferenceId, "Erased");
    const registration = (await loadRegistrations(world.table, [registrationId])).get(registrationId);
    if (!registration) throw new Error("no registration");
    await putItem(
      world.table,
      toRegistrationItem({ ...registration, ...confirmed }, { waitingOrder: undefined, expiresAt: undefined }),
    );
    const [kept] = await addRegistrations(world, conferenceId, [named("Kept", confirmed)]);
    await addEntry(registration, monday);
    if (kept) await addEntry(kept, monday);
    await endItsConference();
    const jobId = await addExport(world, conferenceId, { what: "certificates", format: "pdf" });
    let isErased = false;
    const client = interceptClient(world.table.client, async (command) => {
      const isIdentifier =
        command instanceof TransactWriteItemsCommand && JSON.stringify(command).includes('"certificate"');
      if (isErased || !isIdentifier) return;
      isErased = true;
      await erase(registrationId);
    });
    const { status } = await deliverExport({ ...world, table: { ...world.table, client } }, jobId);
    expect([isErased, status]).toMatchObject([true, { state: "done", result: { certificates: 1 } }]);
    expect(readCertificatePages(await download(jobId))).toHaveLength(1);
    expect(await findCertificateId(world.table, registrationId)).toBeUndefined();
  });
});

describe("an archive of photos", () => {
  test("has one file for each photo, named after the badge, and none of a protected person", async () => {
    const photo = async (content: string) => {
      const documentId = createId();
      await world.bucket.put(documentId, new TextEncoder().encode(content));
      return { photo: documentId };
    };
    const [zoe, , , , amina] = await addRegistrations(world, conferenceId, [
      named("Zoë/../x", { documents: await photo("of Zoë") }),
      named("Hidden", { documents: await photo("of Hidden"), protection }),
      named("Without"),
      named("Deleted", { documents: { photo: createId() } }),
      named("李", { documents: await photo("of Li") }),
    ]);
    const jobId = await addExport(world, conferenceId, { what: "photos", format: "zip" }, { reason: "security" });
    const { status } = await deliverExport(world, jobId);
    expect(status).toMatchObject({ state: "done", result: { photos: 2, withoutPhoto: 3 } });
    const files = unzipSync((await download(jobId)) ?? new Uint8Array());
    expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
      [`Amina Zoë .. x - ${zoe?.registrationId}.jpg`, "of Zoë"],
      [`Amina 李 - ${amina?.registrationId}.jpg`, "of Li"],
    ]);
    const { entries } = await listAccessLog(world.table, { registrationId: zoe?.registrationId ?? "" }, undefined, 5);
    expect(entries).toMatchObject([{ reason: "security", what: "export" }]);
  });
});

describe("the file", () => {
  const start = () => addExport(world, conferenceId, { what: "registrations", format: "csv" });

  test("is deleted a quarter of an hour after it was made, and not before", async () => {
    await addRegistrations(world, conferenceId, [named("One")]);
    const jobId = await start();
    await deliverExport(world, jobId);
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    await deleteExpiredFiles(world, inMinutes(14));
    expect(await download(jobId)).toBeDefined();
    await deleteExpiredFiles(world, inMinutes(16));
    expect(await download(jobId)).toBeUndefined();
    for (const id of listExportFileIds(jobId)) expect(await hasMadeFile(world.documents, conferenceId, id)).toBe(false);
    expect((await getItem(world.table, keys.job(jobId)))?.["dueKey"]).toBeUndefined();
  });

  test("is made again without a person who is erased while it is written", async () => {
    const erased = await submitPerson(world, conferenceId, "Erased");
    await addRegistrations(world, conferenceId, [named("Kept")]);
    const jobId = await start();
    let completed = 0;
    const documents = interceptDocuments(async (command) => {
      if (!(command instanceof CompleteMultipartUploadCommand)) return;
      completed += 1;
      if (completed === 1) await erase(erased);
    });
    await deliverExport({ ...world, documents }, jobId);
    const text = new TextDecoder().decode(await download(jobId));
    expect([completed, text.includes("Kept"), text.includes("Erased")]).toEqual([2, true, false]);
  });

  test("is deleted by an erasure, also of a person who is not in it", async () => {
    const [one] = await addRegistrations(world, conferenceId, [named("One")]);
    const two = await submitPerson(world, conferenceId, "Two");
    const filter = { registrationIds: [one?.registrationId ?? ""] };
    const jobId = await addExport(world, conferenceId, { what: "registrations", format: "csv" }, { filter });
    await deliverExport(world, jobId);
    expect(await download(jobId)).toBeDefined();
    await erase(two);
    expect(await download(jobId)).toBeUndefined();
  });

  test("is never half there: after a crash in the middle, another attempt begins anew", async () => {
    await addRegistrations(world, conferenceId, [named("One")]);
    const jobId = await start();
    const documents = interceptDocuments(async (command) => {
      if (command instanceof UploadPartCommand) throw new Error("the network is gone");
    });
    expect((await deliverExport({ ...world, documents }, jobId)).status.state).toBe("running");
    expect(await download(jobId)).toBeUndefined();
    expect((await deliverExport(world, jobId)).status.state).toBe("done");
    expect(new TextDecoder().decode(await download(jobId))).toContain("Amina One");
  });

  test("of a run that died leaves no parts behind, because the next attempt deletes them", async () => {
    await addRegistrations(world, conferenceId, [named("One")]);
    const jobId = await start();
    const arrived = Promise.withResolvers<void>();
    const documents = interceptDocuments(async (command) => {
      if (!(command instanceof CompleteMultipartUploadCommand)) return;
      arrived.resolve();
      // As a process that was killed: it never goes on.
      await new Promise(() => undefined);
    });
    void deliverExport({ ...world, documents }, jobId);
    await arrived.promise;
    expect(await listUploads()).toHaveLength(1);
    await updateItem(world.table, keys.job(jobId), {
      expression: "SET leaseUntil = :past",
      values: { ":past": N(1) },
    });
    expect((await deliverExport(world, jobId)).status.state).toBe("done");
    expect(await listUploads()).toEqual([]);
  });

  test("of a run that died once it was complete is deleted, also if the job fails then", async () => {
    const jobId = await start();
    const parts = await PartUpload.begin(world.documents, conferenceId, toFileOfAllId(jobId), "text/csv");
    await parts.write(new TextEncoder().encode("Amina Erased"));
    await parts.complete();
    expect(await download(jobId)).toBeDefined();
    const cursor: ExportCursor = { attempts: 4, uploadId: parts.uploadId };
    await updateItem(world.table, keys.job(jobId), {
      expression: "SET #cursor = :cursor",
      names: { "#cursor": "cursor" },
      values: { ":cursor": S(JSON.stringify(cursor)) },
    });
    const failure = { code: "attempts-exhausted" };
    expect((await deliverExport(world, jobId)).status).toEqual({ state: "failed", failure });
    expect(await download(jobId)).toBeUndefined();
  });

  test("is not made twice by a repeated record of the stream", async () => {
    await addRegistrations(world, conferenceId, [named("One")]);
    const jobId = await start();
    let uploads = 0;
    const documents = interceptDocuments(async (command) => {
      if (command instanceof CompleteMultipartUploadCommand) uploads += 1;
    });
    const sources = { ...world, documents };
    await Promise.all([deliverExport(sources, jobId), deliverExport(sources, jobId)]);
    await deliverExport(sources, jobId);
    expect(uploads).toBe(1);
  });
});

/** The uploads whose parts the bucket keeps. */
const listUploads = async (): Promise<string[]> =>
  readdir(path.join(world.bucket.folder, world.documents.bucket, "._S3rver_uploads")).catch(() => []);

test("the list of exports has those of the account alone, the latest first", async () => {
  const first = await addExport(world, conferenceId, { what: "answers", format: "csv" });
  const second = await addExport(world, conferenceId, { what: "photos", format: "zip" });
  const list = (id: string) => listRequestedJobs(world.table, { conferenceId, kind: "export" }, id, 10);
  expect((await list(otherSecretariat.id)).map(({ jobId }) => jobId)).toEqual([second, first]);
  expect(await list("someone-else")).toEqual([]);
});
