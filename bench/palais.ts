import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import type { BadgeSigner } from "#shared/badge/token.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { saveConference } from "#shared/commands/save-conference.ts";
import { routes } from "#shared/contract/routes.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import type { Change } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Event } from "#shared/http/event.ts";
import { parse } from "#shared/http/parse.ts";
import { keepNoPassport } from "#shared/http/passport.ts";
import { serve } from "#shared/http/serve.ts";
import { rowSchemas } from "#shared/sheets/columns.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { recount } from "#shared/store/recount.ts";
import { type Table, tableOf } from "#shared/store/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { decide } from "../functions/accreditation/decide.ts";
import { decideMany } from "../functions/accreditation/decide-many.ts";
import { readConference } from "../functions/conference/read.ts";
import { readHeadcount } from "../functions/entry/headcount.ts";
import { scan } from "../functions/entry/scan.ts";
import { loadVenue } from "../functions/import-run/context.ts";
import { type ImportJob, taker } from "../functions/import-run/take.ts";
import { changeDelegation, makeDelegation } from "../functions/nomination/delegation.ts";
import { rankMembers, substitute } from "../functions/nomination/members.ts";
import { nominate } from "../functions/nomination/nominate.ts";
import { listOrganizations } from "../functions/nomination/organizations.ts";
import { readDelegation } from "../functions/nomination/read.ts";
import { amendRegistration } from "../functions/registration/amend.ts";
import { refuseOffer, takeOffer } from "../functions/registration/offer.ts";
import { submitRegistration } from "../functions/registration/submit.ts";
import { withdrawRegistration } from "../functions/registration/withdraw.ts";
import { requestSignInLink } from "../functions/sign-in/request-link.ts";
import { servePass } from "../functions/waiting-list/serve-waiting-list.ts";
import { aConference } from "../test/support/builders.ts";
import { formOf } from "./support/forms.ts";

/** All that the measurements know of Palais, in one file. */
export interface Answer {
  readonly status: number;
  readonly body: {
    readonly registrationId?: string;
    readonly delegationId?: string;
    readonly version?: number;
    readonly seat?: string;
    readonly code?: string;
    readonly items?: readonly { readonly registrationId?: string; readonly problem?: { readonly code: string } }[];
    readonly members?: readonly { readonly registrationId: string; readonly seat: string }[];
  };
}

const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };

/**
 * The table behind an endpoint, on so many connections. It waits longer than the deployed functions do, so that on a
 * machine with much to do slowness alone is no error.
 */
export function tableAt(endpoint: string, maxSockets: number, name = "palais-test"): Table {
  const patience = { connectionTimeout: 60_000, requestTimeout: 120_000, throwOnRequestTimeout: true };
  const requestHandler = { ...patience, httpAgent: { maxSockets, keepAlive: true } };
  return tableOf(new DynamoDBClient({ endpoint, region: "eu-central-1", credentials, requestHandler }), name);
}

export interface HallSettings {
  readonly capacity: number;
  /** Sets the number of shards: with 1 each pool has one. */
  readonly arrivalsPerSecond: number;
  readonly waitingList?: boolean;
  /** A quota on the category that everyone applies in, which makes it a second pool. */
  readonly quota?: number;
  /** A second category with this quota, which people change into. */
  readonly academia?: number;
  /** For how long a freed seat is offered; 0 gives it at once. */
  readonly offerHours?: number;
}

/** The body that makes a conference whose form is open now. */
export function conferenceBody(settings: HallSettings) {
  const { capacity, arrivalsPerSecond, waitingList = true, quota, academia, offerHours = 0 } = settings;
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", ...(quota !== undefined && { quota }) };
  const scholars = { category: "academia", title: { en: "Academia" }, colour: "#6a1b9a", quota: academia };
  return {
    title: { en: "Conference on Migrants and Cities" },
    startsOn: "2099-10-26",
    endsOn: "2099-10-27",
    timeZone: "Europe/Zurich",
    registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2099-01-01T00:00:00Z" },
    venue,
    categories: academia === undefined ? [ngo] : [ngo, scholars],
    waitingList,
    offerHours,
    expectedArrivalsPerSecond: arrivalsPerSecond,
  };
}

const changed = (conferenceId: string): Change => ({
  conferenceId,
  at: new Date().toISOString(),
  actor: { kind: "staff", id: "bench" },
  action: "change-conference",
  registrations: [],
  mails: [],
  admission: "public",
});

const patiently = () => Date.now() + 120_000;

export async function makeHall(table: Table, conferenceId: string, settings: HallSettings): Promise<void> {
  const conference = aConference(conferenceBody(settings), conferenceId);
  await saveConference(table, undefined, conference, changed(conferenceId), patiently());
}

/** Raises or lowers the venue's limit. @throws Refusal when somebody else changed the conference meanwhile */
export async function changeLimit(table: Table, conferenceId: string, capacity: number): Promise<void> {
  const before = await loadConference(table, conferenceId);
  const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity } };
  await saveConference(table, before, after, changed(conferenceId), patiently());
}

const handlersOf = (table: CommandStore) => ({
  submitRegistration: submitRegistration(table, keepNoPassport),
  withdrawRegistration: withdrawRegistration(table),
  amendRegistration: amendRegistration(table, keepNoPassport),
  acceptOffer: takeOffer(table),
  declineOffer: refuseOffer(table),
  decide: decide(table),
  decideMany: decideMany(table),
  requestSignInLink: requestSignInLink(table),
  makeDelegation: makeDelegation(table),
  readDelegation: readDelegation(table),
  changeDelegation: changeDelegation(table),
  nominate: nominate(table, keepNoPassport),
  rankMembers: rankMembers(table),
  substitute: substitute(table, keepNoPassport),
});

type Operation =
  | keyof ReturnType<typeof handlersOf>
  | "scan"
  | "readHeadcount"
  | "readConference"
  | "listOrganizations";

const secretariat = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;

interface Manner {
  readonly version?: number | "*";
  /** Comes from the secretariat where anybody could have sent it. */
  readonly atDesk?: boolean;
}

/** An event as the gateway hands it to a function: of the secretariat, or of nobody where anybody may. */
function eventOf(operation: Operation, id: string, body: string, { version, atDesk = false }: Manner = {}): Event {
  const { method, path, access } = routes[operation];
  const parameter = /\{(\w+)\}/.exec(path)?.[1] ?? "none";
  const isPublic = !atDesk && (access as readonly string[]).includes("public");
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path.replace(`{${parameter}}`, id),
    rawQueryString: "",
    headers: { "content-type": "application/json", ...(version !== undefined && { "if-match": String(version) }) },
    pathParameters: { [parameter]: id },
    requestContext: {
      http: { sourceIp: "127.0.0.1" },
      authorizer: isPublic ? {} : { lambda: { caller: JSON.stringify(secretariat) } },
    },
    body,
    isBase64Encoded: false,
  } as unknown as Event;
}

/** The functions' own handlers on a table, called as Lambda calls them, with so many ms for each request. Nobody gives a passport number. */
export function palaisOn(table: Table, timeoutMs = 600_000) {
  const handler = serve(handlersOf(toCommandStore(table)));
  const context = { getRemainingTimeInMillis: () => timeoutMs } as Context;
  const call = async (operation: Operation, id: string, body: string | object, manner?: Manner): Promise<Answer> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await handler(eventOf(operation, id, text, manner), context);
    return { status: answer.statusCode ?? 200, body: JSON.parse(answer.body ?? "{}") as Answer["body"] };
  };
  return {
    call,
    submit: (conferenceId: string, body: string) => call("submitRegistration", conferenceId, body),
    withdraw: (registrationId: string) => call("withdrawRegistration", registrationId, {}),
    decide: (registrationId: string, decision: "approve" | "reject" | "reopen") =>
      call("decide", registrationId, { decision, reason: "because" }),
  };
}

/** One row of a sheet as the import's function takes it; a busy table is asked again, as the job's next attempt does. */
export async function importRow(table: Table, conferenceId: string, row: number, form: string): Promise<Answer> {
  const order = { what: "registrations", documentId: "none", fileType: "text/csv", dryRun: false } as const;
  const job: ImportJob = {
    jobId: `sheet-of-${conferenceId}`,
    conferenceId,
    kind: "import",
    at: new Date().toISOString(),
    order: { ...order, by: secretariat },
    standing: { state: "running" },
    done: 0,
    total: 1,
    attempts: 1,
  };
  const people = [{ row, columns: [], body: parse(rowSchemas.registrations, JSON.parse(form)) }];
  for (;;) {
    try {
      const [taken] = await taker(toCommandStore(table), job, await loadVenue(table, keepNoPassport, job))(people);
      const { outcome = "none", registrationId } = taken ?? {};
      if (registrationId === undefined) return { status: 409, body: { code: taken?.refusal ?? outcome } };
      return { status: 201, body: { registrationId, seat: outcome } };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "too-busy") throw error;
    }
  }
}

/** What the form asks before anybody sends it, by the handler that answers. */
export function pageOn(
  table: Table,
): (operation: "readConference" | "listOrganizations", conferenceId: string) => Promise<void> {
  const handler = serve({ readConference: readConference(table), listOrganizations: listOrganizations(table) });
  const context = { getRemainingTimeInMillis: () => 600_000 } as Context;
  return async (operation, conferenceId) => {
    const { statusCode } = await handler(eventOf(operation, conferenceId, ""), context);
    if (statusCode !== 200) throw new Error(`the form was answered ${statusCode}`);
  };
}

/** Nobody in these scenes has a photo, so it is never asked. */
const nobodysPhotos = openDocuments("none");

/** The gates' own handlers on a table, with badges of that signer. */
export function gatesOn(table: Table, signer: BadgeSigner) {
  const handler = serve({ scan: scan(table, signer, nobodysPhotos), readHeadcount: readHeadcount(table) });
  const context = { getRemainingTimeInMillis: () => 600_000 } as Context;
  const call = async (operation: "scan" | "readHeadcount", id: string, body: string): Promise<string> => {
    const { statusCode = 200, body: said = "{}" } = await handler(eventOf(operation, id, body), context);
    if (statusCode !== 200) throw new Error(`a gate was answered ${statusCode}: ${said}`);
    return said;
  };
  return {
    read: async (conferenceId: string, body: object): Promise<readonly { readonly verdict: string }[]> =>
      (JSON.parse(await call("scan", conferenceId, JSON.stringify(body))) as { items: { verdict: string }[] }).items,
    inside: async (conferenceId: string) =>
      (JSON.parse(await call("readHeadcount", conferenceId, "{}")) as { inside: number }).inside,
  };
}

/** A conference with so many people who are approved and seated. @returns who they are */
export async function approvedAt(table: Table, conferenceId: string, people: number): Promise<string[]> {
  await makeHall(table, conferenceId, { capacity: people, arrivalsPerSecond: 500 });
  const palais = palaisOn(table);
  const one = async (index: number) => {
    const { body } = await palais.submit(conferenceId, formOf(`${conferenceId}.${index}`));
    const id = body.registrationId ?? "";
    const { status } = await palais.decide(id, "approve");
    if (status !== 200) throw new Error(`somebody was not approved: ${status}`);
    return id;
  };
  const ids: string[] = [];
  for (let from = 0; from < people; from += 50) {
    ids.push(
      ...(await Promise.all(Array.from({ length: Math.min(50, people - from) }, (_, each) => one(from + each)))),
    );
  }
  return ids;
}

/** One look at the line: seats who fits, opens and closes the pools. @returns whether to look again at once */
export async function serveLine(table: Table, conferenceId: string): Promise<boolean> {
  const how = { at: new Date().toISOString(), deadline: patiently(), thorough: true };
  const { again } = await servePass(toCommandStore(table), conferenceId, [], how);
  return again;
}

/** What the rows prove of the venue and of the books. */
export async function proofOf(table: Table, conferenceId: string) {
  const { shards, differences, registrations, overhang, freeWhileWaiting } = await recount(table, conferenceId);
  const venue = shards.filter(({ pool }) => pool === "venue");
  const total = (of: "taken" | "holders") => venue.reduce((all, shard) => all + shard[of], 0);
  const counted = { shards: venue.length, taken: total("taken"), holders: total("holders") };
  return { ...counted, registrations, overhang, freeWhileWaiting, differences: [...differences] };
}
