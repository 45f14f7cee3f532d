import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { scanItems } from "#shared/dynamodb/table.ts";
import type { ErasureContext } from "#shared/privacy/erase-registration.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { buildJpeg, buildPdf, buildPdfStream } from "../../support/files.ts";
import { openTestDocuments } from "../../support/s3.ts";
import { waitFor } from "../../support/wait-for.ts";
import { createSession, openSystemTable } from "../authorization/tokens.ts";
import { postTestFile, waitUntilInspected } from "./documents.ts";
import { issueTestBadge, scanOnline } from "./gate-desk.ts";
import { encodeSheet, uploadSheet, waitForJob } from "./imports.ts";
import { asReviewer, waitForSearchResult } from "./people.ts";
import {
  type ApiResponseBody,
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  getSharedSystem,
  postRegistration,
  waitTimeoutMs,
} from "./system.ts";

/** Words that occur nowhere else: a file or item that contains one holds personal data. */
export interface CanaryTexts {
  readonly mark: string;
  readonly toCanary: (field: string) => string;
  readonly address: string;
  readonly birthDate: string;
  readonly passport: string;
}

const randomBelow = (limit: number) => Math.floor(Math.random() * limit);

/** Rare names: about one in ten thousand people has one. */
const pickBirthDate = () => `19${10 + randomBelow(50)}-0${1 + randomBelow(9)}-${10 + randomBelow(19)}`;

export function createCanaries(): CanaryTexts {
  const mark = `kanari${createId().slice(0, 8)}`;
  return {
    mark,
    toCanary: (field) => `${mark}${field}`,
    address: `${mark}address@people.example`,
    birthDate: pickBirthDate(),
    passport: `${mark.toUpperCase()}PASS`,
  };
}

/** A form with a canary in every field. */
export const buildMarkedForm = ({ toCanary, address, birthDate, passport }: CanaryTexts) => ({
  person: {
    honorific: toCanary("honorific"),
    givenName: toCanary("given"),
    familyName: toCanary("family"),
    nameOnBadge: toCanary("badge"),
    email: address,
    nationality: "FJI",
    gender: "female",
    birthDate,
    passportNumber: passport,
  },
  body: {
    organization: toCanary("organization"),
    functionTitle: toCanary("function"),
    needs: { accessibility: toCanary("accessibility"), diet: toCanary("diet"), visaLetter: true },
  },
});

/** Uploads a file of the person and waits until the registration refers to it. @returns the upload's form */
async function uploadOwnDocument(
  registrationId: string,
  kind: string,
  bytes: Uint8Array,
  contentType: string,
): Promise<ApiResponseBody> {
  const body = { kind, contentType, size: bytes.length };
  const form = await callSuccessfully(`/v1/registrations/${registrationId}/documents`, asSecretariat({ body }));
  await postTestFile(form, bytes);
  await waitUntilInspected(form.documentId, asSecretariat());
  await waitFor(
    waitTimeoutMs,
    () => callSystem(`/v1/registrations/${registrationId}`, asSecretariat({ method: "GET" })),
    (answer) => answer.body.documents?.[kind] === form.documentId,
  );
  return form;
}

/** Questions for the person, of which one is sensitive, and one for staff. */
const putMarkedQuestions = (conferenceId: string) => {
  const items = [
    { key: "club", type: "text", label: { en: "Club" } },
    { key: "illness", type: "text", label: { en: "Illness" }, sensitive: true },
    { key: "note", type: "text", label: { en: "Note" }, staffOnly: true },
  ];
  const path = `/v1/conferences/${conferenceId}/questions`;
  return callSuccessfully(path, asSecretariat({ method: "PUT", body: { items } }));
};

/** The session of the conferences in which a person is planted: the programme names the person. */
export const panelSession = {
  sessionId: "opening",
  title: { en: "Opening" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
};

/** A published panel with these people. */
export const putPanel = (conferenceId: string, people: readonly object[]) => {
  const panels = [{ panelId: "cities", title: { en: "Cities" }, people }];
  const body = { sessions: [{ sessionId: panelSession.sessionId, panels }], published: true };
  return callSuccessfully(`/v1/conferences/${conferenceId}/programme`, asSecretariat({ method: "PUT", body }));
};

/** A person with personal data in every place that holds some. */
export interface PlantedPerson {
  readonly registrationId: string;
  readonly passport: string;
  /** An older passport, which another one has replaced. */
  readonly olderPassport: string;
  readonly photo: string;
  readonly token: string;
  readonly badge: string;
  readonly bucket: DocumentsBucket & { readonly url: string };
}

/**
 * Takes a person through the whole process: form, email, files, review, badge, gate, programme, search, list of
 * participants. The conference has the session `panelSession`.
 */
export async function plantPerson(conferenceId: string, words: CanaryTexts): Promise<PlantedPerson> {
  const { toCanary, address, mark } = words;
  const { person, body } = buildMarkedForm(words);
  await putMarkedQuestions(conferenceId);
  const answers = { club: toCanary("answer"), illness: toCanary("sensitive") };
  const made = await postRegistration(conferenceId, { ...body, answers }, person, {
    "idempotency-key": toCanary("key"),
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { registrationId } = made.body;
  const at = `/v1/registrations/${registrationId}`;
  const pdf = buildPdf({ objects: [buildPdfStream(toCanary("passport"))] as never });
  const older = await uploadOwnDocument(registrationId, "passport", pdf, "application/pdf");
  const newer = await uploadOwnDocument(registrationId, "passport", buildPdf(), "application/pdf");
  const photo = await uploadOwnDocument(registrationId, "photo", buildJpeg(), "image/jpeg");
  await callSuccessfully(
    `/v1/documents/${newer.documentId}/access`,
    asReviewer({ body: { reason: toCanary("opening") } }),
  );
  await callSuccessfully("/v1/sign-in-links", { body: { email: address, conferenceId } });
  await callSuccessfully(
    `${at}/decisions`,
    asSecretariat({ body: { decision: "return", reason: toCanary("return"), fields: ["functionTitle"] } }),
  );
  const noted = await callSuccessfully(at, asSecretariat({ method: "GET" }));
  const { version } = await callSuccessfully(
    at,
    asSecretariat({
      method: "PATCH",
      body: { answers: { note: toCanary("staffanswer"), club: toCanary("laterclub") } },
      headers: { "if-match": String(noted.version) },
    }),
  );
  await callSuccessfully(`${at}/answer-access`, asReviewer({ body: { reason: toCanary("answeropening") } }));
  await callSuccessfully(at, {
    method: "PATCH",
    body: { functionTitle: toCanary("corrected") },
    headers: { "if-match": String(version) },
    token: await createSession(conferenceId, address, [registrationId]),
  });
  await callSuccessfully(
    `${at}/decisions`,
    asSecretariat({ body: { decision: "approve", reason: toCanary("approve") } }),
  );
  await callSuccessfully(`${at}/proposals`, asReviewer({ body: { decision: "revoke", reason: toCanary("proposal") } }));
  await callSuccessfully(`${at}/notes`, asReviewer({ body: { text: toCanary("note") } }));
  await callSuccessfully(`${at}/tags`, asReviewer({ method: "PUT", body: { tags: [toCanary("tag"), "second"] } }));
  const assignee = { email: "secretariat@palais.local" };
  await callSuccessfully(`${at}/assignee`, asSecretariat({ method: "PUT", body: assignee }));
  await callSuccessfully(`${at}/visa-letters`, asSecretariat({ body: { language: "fr" } }));
  const { token: badge } = await issueTestBadge(registrationId);
  await callSuccessfully(`${at}/badge-collections`, asDesk({ body: {} }));
  await callSystem(`${at}/badge.pdf`, asDesk());
  await scanOnline(conferenceId, badge);
  await scanOnline(conferenceId, badge, { direction: "out" });
  await putPanel(conferenceId, [{ registrationId, role: "speaker" }]);
  await waitForSearchResult(conferenceId, toCanary("family"), [registrationId]);
  await callSuccessfully(
    `/v1/conferences/${conferenceId}/participants-versions`,
    asSecretariat({ body: { status: "draft" } }),
  );
  return {
    registrationId,
    passport: newer.documentId,
    olderPassport: older.documentId,
    photo: photo.documentId,
    token: await createSession(conferenceId, `${mark}address@people.example`, [registrationId]),
    badge,
    bucket: openBucket(newer.url),
  };
}

/** The bucket that the form of an upload names. */
function openBucket(url: string): PlantedPerson["bucket"] {
  const { origin, pathname } = new URL(url);
  return { ...openTestDocuments(origin), bucket: pathname.split("/")[1] ?? "", url };
}

/** Clients of the table and of the bucket. */
export const openStores = ({ bucket }: PlantedPerson): ErasureContext => ({
  table: toCommandStore(openSystemTable()),
  documents: openBucket(bucket.url),
});

/** Imports a person from a sheet that also has an invalid row. */
export async function importPlantedPerson(conferenceId: string, { toCanary, mark }: CanaryTexts): Promise<void> {
  const rows = [
    "category,person.givenName,person.familyName,person.email,person.nationality,organization,consent.listOfParticipants,consent.photo",
    `ngo,${toCanary("sheetgiven")},${toCanary("sheetfamily")},${mark}sheet@people.example,FJI,${toCanary("sheetorganization")},yes,no`,
    `ngo,${toCanary("wronggiven")},${toCanary("wrongfamily")},${toCanary("wrongaddress")},FJI,${toCanary("wrongorganization")},yes,no`,
  ];
  const job = await waitForJob(await uploadSheet(conferenceId, encodeSheet(`${rows.join("\r\n")}\r\n`)));
  if (job.state !== "done") throw new Error(JSON.stringify(job));
}

/** The keys of the items of the table that contain one of these texts. */
export async function findInTable(...marks: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const item of scanItems(openSystemTable())) {
    const text = JSON.stringify(item).toLowerCase();
    if (marks.some((mark) => text.includes(mark))) found.push(`${item["PK"]?.S} ${item["SK"]?.S}`);
  }
  return found;
}

/** All objects of the bucket. */
export async function listBucketKeys({ client, bucket }: DocumentsBucket): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1_000 }));
  return Contents.map(({ Key = "" }) => Key);
}

/** The files below these folders of the system that contain one of these texts. */
export async function findInFiles(mark: string, ...folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(getSharedSystem().home, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = join(entry.parentPath, entry.name);
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      if (file.toLowerCase().includes(mark) || bytes.toString("latin1").toLowerCase().includes(mark)) found.push(file);
    }
  }
  return found;
}
