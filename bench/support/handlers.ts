import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { Context } from "aws-lambda";
import type { Caller } from "#shared/auth/caller.ts";
import type { BadgeKeys } from "#shared/badges/signer.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import { connectDocumentsBucket, type DocumentsBucket } from "#shared/documents/bucket.ts";
import { type Table, toTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { routes } from "#shared/http/routes.ts";
import { rowSchemas } from "#shared/imports/contract.ts";
import { type Change, createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { type PassportDigester, skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { acceptNomination, decideRegistration, decideRegistrations } from "../../functions/accreditation/decisions.ts";
import { listRegistrations } from "../../functions/accreditation/queue.ts";
import { issueVisaLetter } from "../../functions/accreditation/registration-commands.ts";
import { startBadgeBatch } from "../../functions/badge/start-badge-batch.ts";
import { getHeadcount, listIncidents } from "../../functions/check-in/check-in-reports.ts";
import { recordScans } from "../../functions/check-in/scan.ts";
import { countAnswersByOption } from "../../functions/conference/answer-statistics.ts";
import { getCapacity, getWaitingList } from "../../functions/conference/capacity.ts";
import { sendCertificates } from "../../functions/conference/certificates.ts";
import { getConference } from "../../functions/conference/conferences.ts";
import { listEmails } from "../../functions/conference/emails.ts";
import { putQuestions, remindOfQuestions } from "../../functions/conference/questions.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { getCompositionAdvice } from "../../functions/conference/statistics.ts";
import {
  confirmFocalPoint,
  createDelegation,
  requestDelegation,
  updateDelegation,
} from "../../functions/delegations/change-delegation.ts";
import {
  confirmMembers,
  createSubstitution,
  nominateMembers,
  rankMembers,
  recordCredentialReview,
} from "../../functions/delegations/members.ts";
import { getDelegation, listOrganizations } from "../../functions/delegations/read-delegations.ts";
import { getCalendar } from "../../functions/document/calendar.ts";
import { listDocumentAccess } from "../../functions/document/open-document.ts";
import { requestDocumentUpload, requestUpload } from "../../functions/document/request-upload.ts";
import { verifyVisaLetter } from "../../functions/document/verify-visa-letter.ts";
import { type ImportContext, loadImportContext } from "../../functions/import-worker/import-context.ts";
import { createRowImporter } from "../../functions/import-worker/import-rows.ts";
import { addNote, listConferenceTags, setAssignee, setTags } from "../../functions/people-search/annotations.ts";
import { dismissDuplicate, listPossibleDuplicates } from "../../functions/people-search/duplicates.ts";
import { getRegistrationFeed } from "../../functions/people-search/feed.ts";
import { getHistory } from "../../functions/people-search/history.ts";
import {
  listIdentityAccess,
  protectRegistration,
  revealIdentity,
  unprotectRegistration,
} from "../../functions/people-search/protected-identity.ts";
import { openSensitiveAnswers } from "../../functions/people-search/sensitive-answers.ts";
import { getOwnData } from "../../functions/privacy/own-data.ts";
import { amendRegistration, decideChangeRequest } from "../../functions/registration/amend-registration.ts";
import {
  acceptSeatOffer,
  declineSeatOffer,
  liftSuppression,
  requestMembership,
  withdrawRegistration,
} from "../../functions/registration/change-registration.ts";
import { getRegistration } from "../../functions/registration/read.ts";
import { submitRegistration } from "../../functions/registration/submit.ts";
import { requestSignInLink } from "../../functions/sign-in/sign-in.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { aConference } from "../../test/support/builders.ts";

/**
 * The part of an answer that measurements and tests look at. Only this file of the bench calls the functions' handlers.
 */
export interface HandlerAnswer {
  readonly status: number;
  readonly body: {
    readonly registrationId?: string;
    readonly delegationId?: string;
    readonly version?: number;
    readonly seat?: string;
    readonly code?: string;
    readonly items?: readonly {
      readonly registrationId?: string;
      readonly pool?: string;
      readonly seat?: string;
      readonly problem?: { readonly code: string };
    }[];
    readonly members?: readonly { readonly registrationId: string; readonly seat: string }[];
  };
}

/**
 * Opens the table behind an endpoint on `maxSockets` connections. Time-outs are longer than those of the deployed
 * functions, so that slowness alone is no error on a busy machine.
 */
export function openTable(endpoint: string, maxSockets: number, name = "palais-test"): Table {
  const timeouts = { connectionTimeout: 60_000, requestTimeout: 120_000, throwOnRequestTimeout: true };
  const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
  const requestHandler = { ...timeouts, httpAgent: { maxSockets, keepAlive: true } };
  return toTable(new DynamoDBClient({ endpoint, region: "eu-central-1", credentials, requestHandler }), name);
}

/** A form as a browser sends it, of about the usual size. Each name has its own email address. */
export function buildForm(name: string, more: object = {}): string {
  return JSON.stringify({
    category: "ngo",
    person: { givenName: "Amina", familyName: "Diallo", email: `${name}@example.org`, nationality: "SEN" },
    organization: "Union of Migrant Associations",
    functionTitle: "Programme Officer",
    country: "SEN",
    consent: { listOfParticipants: true, photo: false },
    ...more,
  });
}

export interface BenchConferenceSettings {
  readonly capacity: number;
  /** Sets the number of shards: with 1 each pool has one. */
  readonly arrivalsPerSecond: number;
  readonly waitingList?: boolean;
  /** Adds a second category with this quota. */
  readonly academia?: number;
  /** How long a freed seat is offered, in hours; 0 gives it at once. */
  readonly offerHours?: number;
  readonly sessions?: Conference["sessions"];
}

/** The request body that creates a conference whose registration is open now. */
export function buildConference(settings: BenchConferenceSettings) {
  const { capacity, arrivalsPerSecond, waitingList = true, academia, offerHours = 0, sessions = [] } = settings;
  const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" };
  const scholars = { category: "academia", title: { en: "Academia" }, colour: "#6a1b9a", quota: academia };
  return {
    title: { en: "Conference on Migrants and Cities" },
    startsOn: "2099-10-26",
    endsOn: "2099-10-27",
    timeZone: "Europe/Zurich",
    registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2099-01-01T00:00:00Z" },
    venue: { name: "Assembly Hall", city: "Geneva", country: "CHE", capacity },
    categories: academia === undefined ? [ngo] : [ngo, scholars],
    waitingList,
    offerHours,
    sessions,
    expectedArrivalsPerSecond: arrivalsPerSecond,
  };
}

const createSettingsChange = (conferenceId: string): Change =>
  createConferenceChange(conferenceId, "update-conference", {
    actor: { kind: "staff", id: "bench" },
    at: new Date().toISOString(),
  });

const getDeadline = () => Date.now() + 120_000;

export async function createConference(
  table: Table,
  conferenceId: string,
  settings: BenchConferenceSettings,
): Promise<void> {
  const conference = aConference(buildConference(settings), conferenceId);
  await saveConference(table, undefined, conference, createSettingsChange(conferenceId), getDeadline());
}

/** Raises or lowers the venue's limit. @throws DomainError when the conference changed in the meantime */
export async function changeLimit(table: Table, conferenceId: string, capacity: number): Promise<void> {
  const before = await loadConference(table, conferenceId);
  const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity } };
  await saveConference(table, before, after, createSettingsChange(conferenceId), getDeadline());
}

/** Files are neither written nor read: requests for uploads receive a signed form alone. */
const documents: DocumentsBucket = {
  client: new S3Client({ region: "eu-central-1", credentials: { accessKeyId: "bench", secretAccessKey: "bench" } }),
  bucket: "none",
};

const createOperations = (table: CommandStore, digest: PassportDigester) => ({
  submitRegistration: submitRegistration(table, digest),
  withdrawRegistration: withdrawRegistration(table),
  requestMembership: requestMembership(table),
  amendRegistration: amendRegistration(table, digest),
  decideChangeRequest: decideChangeRequest(table),
  acceptOffer: acceptSeatOffer(table),
  declineOffer: declineSeatOffer(table),
  decideRegistration: decideRegistration(table),
  decideRegistrations: decideRegistrations(table),
  requestSignInLink: requestSignInLink(table),
  createDelegation: createDelegation(table),
  getDelegation: getDelegation(table),
  updateDelegation: updateDelegation(table),
  nominateMembers: nominateMembers(table, digest),
  rankMembers: rankMembers(table),
  createSubstitution: createSubstitution(table, digest),
  confirmMembers: confirmMembers(table),
  recordCredentialReview: recordCredentialReview(table),
  acceptNomination: acceptNomination(table),
  getRegistration: getRegistration(table),
  getHistory: getHistory(table),
  listPossibleDuplicates: listPossibleDuplicates(table),
  dismissDuplicate: dismissDuplicate(table),
  startBadgeBatch: startBadgeBatch(table),
  listTags: listConferenceTags(table),
  listRegistrations: listRegistrations(table),
  getRegistrationFeed: getRegistrationFeed(table),
  addNote: addNote(table),
  setTags: setTags(table),
  setAssignee: setAssignee(table),
  protectRegistration: protectRegistration(table),
  unprotectRegistration: unprotectRegistration(table),
  revealIdentity: revealIdentity(table),
  listIdentityAccess: listIdentityAccess(table),
  listDocumentAccess: listDocumentAccess(table),
  liftSuppression: liftSuppression(table),
  confirmFocalPoint: confirmFocalPoint(table),
  requestDelegation: requestDelegation(table),
  getConference: getConference(table),
  listEmails: listEmails(table),
  putQuestions: putQuestions(table),
  remindOfQuestions: remindOfQuestions(table),
  sendCertificates: sendCertificates(table),
  countAnswersByOption: countAnswersByOption(table),
  openSensitiveAnswers: openSensitiveAnswers(table),
  getOwnData: getOwnData(table, documents),
  getCapacity: getCapacity(table),
  getWaitingList: getWaitingList(table),
  getCompositionAdvice: getCompositionAdvice(table),
  getCalendar: getCalendar(table, "https://palais.example"),
  requestUpload: requestUpload(table, documents),
  requestDocumentUpload: requestDocumentUpload(table, documents),
  issueVisaLetter: issueVisaLetter(table),
  verifyVisaLetter: verifyVisaLetter(table),
});

type FormOperation = "listOrganizations" | "getConference";
type GateOperation = "recordScans" | "getHeadcount" | "listIncidents";
type Operation = keyof ReturnType<typeof createOperations> | FormOperation | GateOperation;

const secretariat = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;

interface RequestedRoute {
  readonly method: string;
  readonly path: string;
  readonly access?: readonly string[];
}

interface CallOptions {
  readonly version?: number | "*";
  /** Sends a public operation as the secretariat. */
  readonly asStaff?: boolean;
  /** Sends the request as this caller. */
  readonly caller?: Caller;
  readonly idempotencyKey?: string;
  /** The address that the request comes from. */
  readonly sourceIp?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/**
 * An event as the gateway passes it to a function: without a caller for a public operation, else from the secretariat.
 */
const buildEvent = (operation: Operation, id: string, body: string, options?: CallOptions): GatewayEvent =>
  buildRouteEvent(routes[operation], id, body, options);

/** A request of an address, whether or not the API has it. */
function buildRouteEvent(
  { method, path, access = [] }: RequestedRoute,
  id: string,
  body: string,
  options: CallOptions = {},
): GatewayEvent {
  const { version, asStaff = false, caller, idempotencyKey, sourceIp = "127.0.0.1", query } = options;
  const parameter = /\{(\w+)\}/.exec(path)?.[1] ?? "none";
  const isPublic = !asStaff && !caller && access.includes("public");
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path.replace(`{${parameter}}`, id),
    rawQueryString: "",
    ...(query && { queryStringParameters: query }),
    headers: {
      "content-type": "application/json",
      ...(version !== undefined && { "if-match": String(version) }),
      ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
    },
    pathParameters: { [parameter]: id },
    requestContext: {
      http: { sourceIp },
      authorizer: isPublic ? {} : { lambda: { caller: JSON.stringify(caller ?? secretariat) } },
    },
    body,
    isBase64Encoded: false,
  } as unknown as GatewayEvent;
}

const createContext = (timeoutMs: number) => ({ getRemainingTimeInMillis: () => timeoutMs }) as Context;

export type Handlers = ReturnType<typeof createHandlers>;

/** The functions' own handlers on a table, called as Lambda calls them. By default passport numbers are not hashed. */
export function createHandlers(table: Table, timeoutMs = 600_000, digest: PassportDigester = skipPassportDigest) {
  const handler = createHttpHandler(createOperations(toCommandStore(table), digest));
  const context = createContext(timeoutMs);
  const call = (
    operation: Operation,
    id: string,
    body: string | object,
    options?: CallOptions,
  ): Promise<HandlerAnswer> => ask(routes[operation], id, body, options);
  const ask = async (
    route: RequestedRoute,
    id: string,
    body: string | object,
    options?: CallOptions,
  ): Promise<HandlerAnswer> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await handler(buildRouteEvent(route, id, text, options), context);
    return { status: answer.statusCode ?? 200, body: JSON.parse(answer.body ?? "{}") as HandlerAnswer["body"] };
  };
  return {
    call,
    ask,
    submit: (conferenceId: string, body: string) => call("submitRegistration", conferenceId, body),
    withdraw: (registrationId: string) => call("withdrawRegistration", registrationId, {}),
    decide: (registrationId: string, decision: "approve" | "reject" | "reopen") =>
      call("decideRegistration", registrationId, { decision, reason: "because" }),
  };
}

/** Imports one row of a sheet. Tries again while the table is busy, as the next attempt of the job does. */
export async function importSheetRow(
  table: Table,
  conferenceId: string,
  row: number,
  form: string,
): Promise<HandlerAnswer> {
  const order = { what: "registrations", documentId: "none", dryRun: false } as const;
  const job: ImportContext["job"] = {
    jobId: `sheet-of-${conferenceId}`,
    conferenceId,
    kind: "import",
    at: new Date().toISOString(),
    request: { ...order, requestedBy: secretariat },
    status: { state: "running" },
    done: 0,
    total: 1,
    attempts: 1,
  };
  const people = [{ row, columns: [], body: parseInput(rowSchemas.registrations, JSON.parse(form)) }];
  for (;;) {
    try {
      const context = await loadImportContext(toCommandStore(table), skipPassportDigest, job);
      const [imported] = await createRowImporter(context)(people);
      const { outcome = "none", registrationId } = imported ?? {};
      if (registrationId === undefined) return { status: 409, body: { code: imported?.errorCode ?? outcome } };
      return { status: 201, body: { registrationId, seat: outcome } };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "too-busy") throw error;
    }
  }
}

/** Reads what the registration form shows before it is submitted. */
export function createFormReader(table: Table): (operation: FormOperation, conferenceId: string) => Promise<void> {
  const handler = createHttpHandler({
    getConference: getConference(table),
    listOrganizations: listOrganizations(table),
  });
  return async (operation, conferenceId) => {
    const { statusCode } = await handler(buildEvent(operation, conferenceId, ""), createContext(600_000));
    if (statusCode !== 200) throw new Error(`${operation} answered ${statusCode}`);
  };
}

/**
 * The gates' own handlers on a table, with badges of that signer. No person has a photo, so the bucket is never read.
 */
export function createGates(table: Table, signer: BadgeKeys) {
  const documents = connectDocumentsBucket("none");
  const handler = createHttpHandler({
    recordScans: recordScans(table, signer, documents),
    getHeadcount: getHeadcount(table),
    listIncidents: listIncidents(table),
  });
  const call = async <Body>(operation: GateOperation, id: string, body: object): Promise<Body> => {
    const event = buildEvent(operation, id, JSON.stringify(body));
    const { statusCode = 200, body: text = "{}" } = await handler(event, createContext(600_000));
    if (statusCode !== 200) throw new Error(`${operation} answered ${statusCode}: ${text}`);
    return JSON.parse(text) as Body;
  };
  return {
    scan: async (conferenceId: string, body: object) =>
      (await call<{ items: readonly { readonly verdict: string }[] }>("recordScans", conferenceId, body)).items,
    getHeadcount: async (conferenceId: string) =>
      (await call<{ inside: number }>("getHeadcount", conferenceId, {})).inside,
    listIncidents: async (conferenceId: string) =>
      (await call<{ items: readonly { readonly reason: string }[] }>("listIncidents", conferenceId, {})).items,
  };
}

/** Creates a conference with that many approved and seated people. @returns their registration ids */
export async function createApproved(table: Table, conferenceId: string, people: number): Promise<string[]> {
  await createConference(table, conferenceId, { capacity: people, arrivalsPerSecond: 500 });
  const handlers = createHandlers(table);
  const approveOne = async (index: number) => {
    const { body } = await handlers.submit(conferenceId, buildForm(`${conferenceId}.${index}`));
    const id = body.registrationId ?? "";
    const { status } = await handlers.decide(id, "approve");
    if (status !== 200) throw new Error(`the approval answered ${status}`);
    return id;
  };
  const ids: string[] = [];
  for (let from = 0; from < people; from += 50) {
    const indexes = Array.from({ length: Math.min(50, people - from) }, (_, each) => from + each);
    ids.push(...(await Promise.all(indexes.map(approveOne))));
  }
  return ids;
}

/**
 * One pass over the waiting list: seats the people who fit, opens and closes the pools.
 * @returns whether to run again at once
 */
export async function serveWaitingList(table: Table, conferenceId: string): Promise<boolean> {
  const options = { at: new Date().toISOString(), deadline: getDeadline(), thorough: true };
  const { again } = await servePass(toCommandStore(table), conferenceId, [], options);
  return again;
}

/**
 * Counts the rows of a conference and compares them with its counters. `taken` and `holders` are those of the venue.
 */
export async function summarizeCounters(table: Table, conferenceId: string) {
  const { shards, differences, registrations, seatsOverLimit, seatsFreeWhileWaiting } = await verifyCounters(
    table,
    conferenceId,
  );
  const venue = shards.filter(({ pool }) => pool === "venue");
  const total = (key: "taken" | "holders") => venue.reduce((all, shard) => all + shard[key], 0);
  const counted = { shards: venue.length, taken: total("taken"), holders: total("holders") };
  return {
    ...counted,
    registrations,
    seatsOverLimit,
    seatsFreeWhileWaiting,
    differences: [...differences],
  };
}
