import { afterAll, beforeAll } from "vitest";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { listExportFileIds, presignMadeFile } from "#shared/documents/made-files.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { N, updateItem, writeItems } from "#shared/dynamodb/table.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import { acquireJob, createJob, loadJob } from "#shared/jobs/jobs.repository.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createConference, createHandlers, openTable } from "../../../bench/support/handlers.ts";
import type { ExportSources } from "../../../functions/export-worker/export-attempt.ts";
import { runExport } from "../../../functions/export-worker/run-export.ts";
import { localCredentials } from "../../../local/context.ts";
import { startS3Server } from "../../../local/documents/s3-server.ts";
import { findFreePort, stopServer, toLoopbackUrl } from "../../../local/network.ts";
import { layOutDeployedFonts } from "../../support/badges.ts";
import { aConference, buildFormBody, buildRegistration } from "../../support/builders.ts";
import { otherSecretariat } from "../../support/protection.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../../support/s3.ts";
import { startTable, type TestTable } from "../../support/table.ts";

export interface ExportWorld extends ExportSources {
  readonly started: TestTable;
  readonly bucket: TestBucket;
  /** The address of S3. */
  readonly endpoint: string;
}

const siteUrl = "https://registration.palais.example.org";

/** A table, and a bucket behind the local S3, for the tests of a file. */
export function useExportWorld(): ExportWorld {
  let started: TestTable;
  let bucket: TestBucket;
  let documents: DocumentsBucket;
  let endpoint = "";
  const fonts = layOutDeployedFonts();
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [started, bucket] = await Promise.all([startTable(), startTestS3()]);
    const port = await findFreePort();
    const server = await startS3Server(port, {
      emulator: bucket.endpoint,
      folder: bucket.folder,
      buckets: [],
      onStored: () => undefined,
      isAllowed: () => true,
    });
    endpoint = toLoopbackUrl(port);
    documents = openTestDocuments(endpoint, localCredentials);
    ends.push(() => stopServer(server, 0));
  });
  afterAll(async () => {
    for (const end of ends) await end();
    fonts.remove();
    await bucket.stop();
    await started.stop();
  });
  return {
    get started() {
      return started;
    },
    get bucket() {
      return bucket;
    },
    get table() {
      return started.table;
    },
    get documents() {
      return documents;
    },
    get endpoint() {
      return endpoint;
    },
    fontsFolder: fonts.folder,
    siteUrl,
  };
}

/** A conference in the table. */
export async function addConference({ started }: ExportWorld): Promise<string> {
  const conferenceId = `exports-${createId()}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  return conferenceId;
}

/** Registrations in the table, without their seats. */
export async function addRegistrations(
  { table }: ExportWorld,
  conferenceId: string,
  people: readonly Partial<Registration>[],
): Promise<Registration[]> {
  const conference = aConference({}, conferenceId);
  const registrations = people.map((more) => ({
    ...buildRegistration(conference),
    registrationId: createId(),
    ...more,
    conferenceId,
  }));
  const items = registrations.map((each) =>
    toRegistrationItem(each, { waitingOrder: undefined, expiresAt: undefined }),
  );
  await writeItems(table, items, Date.now() + 60_000);
  return registrations;
}

/** A registration with its seat, as the form makes it. @param more fields of the form @returns its identifier */
export async function submitPerson(
  { started }: ExportWorld,
  conferenceId: string,
  familyName: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { submit } = createHandlers(openTable(started.endpoint, 4));
  const email = `${familyName}.${conferenceId}@example.org`.toLowerCase();
  const form = buildFormBody(more, { familyName, email });
  return String((await submit(conferenceId, JSON.stringify(form))).body.registrationId);
}

/** Stores a job as the request for an export does. @returns its identifier */
export async function addExport(
  { table }: Pick<ExportSources, "table">,
  conferenceId: string,
  request: Pick<ExportRequest, "what" | "format"> & Partial<ExportRequest>,
  order: Partial<ExportCursor> = {},
): Promise<string> {
  const jobId = createId();
  const exported: ExportRequest = { language: "en", requestedBy: otherSecretariat, ...request };
  const cursor: ExportCursor = { attempts: 0, ...order };
  const at = new Date().toISOString();
  const listedFor = otherSecretariat.id;
  await createJob(table, { jobId, conferenceId, kind: "export", at, request: exported, cursor, listedFor }, "running");
  return jobId;
}

/** Delivers a job to the worker as the stream does. @returns the job after it */
export async function deliverExport(sources: ExportSources, jobId: string) {
  const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }] };
  const handle = createJobHandler(sources.table, "export", runExport(sources));
  await handle(event as never, { getRemainingTimeInMillis: () => 600_000 });
  return loadJob(sources.table, jobId);
}

/** Takes the lease of a job as a run does that dies. */
export async function takeLease({ table }: ExportSources, jobId: string): Promise<void> {
  await acquireJob(table, jobId, "a run that dies", Date.now());
  await updateItem(table, keys.job(jobId), { expression: "SET leaseUntil = :past", values: { ":past": N(1) } });
}

/** The file of an export; `undefined` if there is none. */
export async function downloadExport(
  { documents }: Pick<ExportWorld, "documents">,
  conferenceId: string,
  jobId: string,
): Promise<Uint8Array | undefined> {
  const file = { type: "text/plain", name: "file", seconds: 60 };
  for (const id of listExportFileIds(jobId)) {
    const answer = await fetch(await presignMadeFile(documents, conferenceId, id, file));
    if (answer.status === 200) return new Uint8Array(await answer.arrayBuffer());
  }
  return undefined;
}

/** A client that does something else before a command is sent. */
export const interceptClient = <Client extends object>(
  client: Client,
  before: (command: object) => Promise<void>,
): Client =>
  new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (name !== "send" || typeof member !== "function") return member;
      return async (command: object) => {
        await before(command);
        return member.call(target, command);
      };
    },
  });

/** The bucket, which does something else before a command is sent. */
export const interceptBucket = (
  { documents: { bucket, client } }: Pick<ExportWorld, "documents">,
  before: (command: object) => Promise<void>,
): DocumentsBucket => ({ bucket, client: interceptClient(client, before) });

/** Erases a person at their request, from everywhere. */
export async function erasePerson(
  { table, documents }: Pick<ExportSources, "table" | "documents">,
  registrationId: string,
): Promise<void> {
  const stores = { table: toCommandStore(table), documents };
  const context = { actor: { kind: "staff", id: "s" }, at: new Date().toISOString() } as const;
  const deadline = Date.now() + 60_000;
  await startErasure(stores.table, { registrationId, reason: "at-their-request", context, deadline });
  await finishErasure(stores, registrationId, deadline);
}
