import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Documents } from "#shared/documents/bucket.ts";
import type { Stores } from "#shared/erasure/stores.ts";
import { newId } from "#shared/store/ids.ts";
import { everyItem } from "#shared/store/scan.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { aJpeg, aPdf, aStream } from "../support/files.ts";
import { documentsAt } from "../support/s3.ts";
import { aSession, table } from "./authorisation/tokens.ts";
import { post, settled } from "./documents.ts";
import { badgeOf, readOnce } from "./gate-desk.ts";
import { ended, send, sheet } from "./imports.ts";
import { asReviewer, finds } from "./people.ts";
import {
  asDesk,
  asSecretariat,
  type Body,
  type CallOptions,
  call,
  patience,
  running,
  submit,
  within,
} from "./system.ts";

/** Words that occur nowhere else: whoever finds one of them has found a person. */
export interface Canaries {
  readonly mark: string;
  readonly of: (field: string) => string;
  readonly address: string;
  readonly birthDate: string;
  readonly passport: string;
}

const upTo = (limit: number) => Math.floor(Math.random() * limit);

/** Such as few have: one in some ten thousand. */
const aBirthDate = () => `19${10 + upTo(50)}-0${1 + upTo(9)}-${10 + upTo(19)}`;

export function canaries(): Canaries {
  const mark = `kanari${newId().slice(0, 8)}`;
  return {
    mark,
    of: (field) => `${mark}${field}`,
    address: `${mark}address@people.example`,
    birthDate: aBirthDate(),
    passport: `${mark.toUpperCase()}PASS`,
  };
}

/** A call that must succeed. */
async function must(path: string, options: CallOptions): Promise<Body> {
  const { status, body } = await call(path, options);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A form with something to find in every field. */
export const marked = ({ of, address, birthDate, passport }: Canaries) => ({
  person: {
    honorific: of("honorific"),
    givenName: of("given"),
    familyName: of("family"),
    nameOnBadge: of("badge"),
    email: address,
    nationality: "FJI",
    gender: "female",
    birthDate,
    passportNumber: passport,
  },
  body: {
    organization: of("organization"),
    functionTitle: of("function"),
    needs: { accessibility: of("accessibility"), diet: of("diet"), visaLetter: true },
  },
});

/** Hands in a file of the person, and waits until the registration carries it. @returns its form */
async function handIn(registrationId: string, kind: string, bytes: Uint8Array, contentType: string): Promise<Body> {
  const body = { kind, contentType, size: bytes.length };
  const form = await must(`/v1/registrations/${registrationId}/documents`, asSecretariat({ body }));
  await post(form, bytes);
  await settled(form.documentId, asSecretariat());
  await within(
    patience,
    () => call(`/v1/registrations/${registrationId}`, asSecretariat({ method: "GET" })),
    (answer) => answer.body.documents?.[kind] === form.documentId,
  );
  return form;
}

/** Somebody of whom there is something everywhere. */
export interface Planted {
  readonly registrationId: string;
  readonly passport: string;
  /** An older passport, which another took the place of. */
  readonly olderPassport: string;
  readonly photo: string;
  readonly token: string;
  readonly badge: string;
  readonly bucket: Documents & { readonly url: string };
}

/** Walks the whole way with them: form, mail, files, review, badge, gate, search, list of participants. */
export async function plant(conferenceId: string, words: Canaries): Promise<Planted> {
  const { of, address, mark } = words;
  const { person, body } = marked(words);
  const made = await submit(conferenceId, body, person, { "idempotency-key": of("key") });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { registrationId } = made.body;
  const at = `/v1/registrations/${registrationId}`;
  const pdf = aPdf({ objects: [aStream(of("passport"))] as never });
  const older = await handIn(registrationId, "passport", pdf, "application/pdf");
  const newer = await handIn(registrationId, "passport", aPdf(), "application/pdf");
  const photo = await handIn(registrationId, "photo", aJpeg(), "image/jpeg");
  await must(`/v1/documents/${newer.documentId}/openings`, asReviewer({ body: { reason: of("opening") } }));
  await must("/v1/sign-in-links", { body: { email: address, conferenceId } });
  await must(
    `${at}/decisions`,
    asSecretariat({ body: { decision: "return", reason: of("return"), fields: ["functionTitle"] } }),
  );
  const { version } = await must(at, asSecretariat({ method: "GET" }));
  const amended = {
    method: "PATCH",
    body: { functionTitle: of("corrected") },
    headers: { "if-match": String(version) },
  };
  await must(at, asSecretariat(amended));
  await must(`${at}/decisions`, asSecretariat({ body: { decision: "approve", reason: of("approve") } }));
  await must(`${at}/proposals`, asReviewer({ body: { decision: "revoke", reason: of("proposal") } }));
  await must(`${at}/visa-letters`, asSecretariat({ body: { language: "fr" } }));
  const { token: badge } = await badgeOf(registrationId);
  await must(`${at}/badge-collections`, asDesk({ body: {} }));
  await call(`${at}/badge.pdf`, asDesk());
  await readOnce(conferenceId, badge);
  await readOnce(conferenceId, badge, { direction: "out" });
  await finds(conferenceId, of("family"), [registrationId]);
  await must(`/v1/conferences/${conferenceId}/participants-versions`, asSecretariat({ body: { status: "draft" } }));
  return {
    registrationId,
    passport: newer.documentId,
    olderPassport: older.documentId,
    photo: photo.documentId,
    token: await aSession(conferenceId, `${mark}address@people.example`, [registrationId]),
    badge,
    bucket: bucketOf(newer.url),
  };
}

/** The bucket that an upload's form names. */
function bucketOf(url: string): Planted["bucket"] {
  const { origin, pathname } = new URL(url);
  return { ...documentsAt(origin), bucket: pathname.split("/")[1] ?? "", url };
}

/** The table and the bucket behind clients of their own. */
export const storesOf = ({ bucket }: Planted): Stores => ({
  table: toCommandStore(table()),
  documents: bucketOf(bucket.url),
});

/** Somebody whom a sheet brings, with a row beside them that is wrong. */
export async function plantByImport(conferenceId: string, { of, mark }: Canaries): Promise<void> {
  const rows = [
    "category,person.givenName,person.familyName,person.email,person.nationality,organization,consent.listOfParticipants,consent.photo",
    `ngo,${of("sheetgiven")},${of("sheetfamily")},${mark}sheet@people.example,FJI,${of("sheetorganization")},yes,no`,
    `ngo,${of("wronggiven")},${of("wrongfamily")},${of("wrongaddress")},FJI,${of("wrongorganization")},yes,no`,
  ];
  const job = await ended(await send(conferenceId, sheet(`${rows.join("\r\n")}\r\n`)));
  if (job.state !== "done") throw new Error(JSON.stringify(job));
}

/** In which items of the table something of it stands, by their keys. */
export async function inTable(mark: string): Promise<string[]> {
  const found: string[] = [];
  for await (const item of everyItem(table()))
    if (JSON.stringify(item).toLowerCase().includes(mark)) found.push(`${item["PK"]?.S} ${item["SK"]?.S}`);
  return found;
}

/** All objects of the bucket. */
export async function objectsOf({ client, bucket }: Documents): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1_000 }));
  return Contents.map(({ Key = "" }) => Key);
}

/** In which files below these folders of the system something of it stands, whatever they hold. */
export async function inFiles(mark: string, ...folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(running().home, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = join(entry.parentPath, entry.name);
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      if (file.toLowerCase().includes(mark) || bytes.toString("latin1").toLowerCase().includes(mark)) found.push(file);
    }
  }
  return found;
}
