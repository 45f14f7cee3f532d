import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { toItemKey } from "#shared/dynamodb/table.ts";
import { buildFormBody, draftBody } from "../../support/builders.ts";
import { createTestClient } from "../../support/table.ts";

/** The running system that the tests of this folder share. */
export interface SharedSystem {
  readonly api: string;
  readonly mailbox: string;
  readonly dynamodb: string;
  readonly home: string;
  readonly table: string;
  readonly tokens: Readonly<Record<"secretariat" | "reviewer" | "entry-desk", string>>;
}

declare module "vitest" {
  export interface ProvidedContext {
    running: SharedSystem;
  }
}

let own: SharedSystem | undefined;

/** The system that a test calls: the shared one, unless its file uses its own. */
export const getSharedSystem = (): SharedSystem => own ?? inject("running");

/** Lets all functions of this folder call another system, or with `undefined` the shared one again. */
export function useSystem(system: SharedSystem | undefined): void {
  own = system;
}

/** The fields that tests read from answers; the operation determines which are present. */
export interface ApiResponseBody {
  readonly registrationId: string;
  readonly delegationId: string;
  readonly organizationId: string;
  readonly organization?: string;
  readonly mergeId: string;
  readonly delegations: readonly string[];
  readonly members: readonly ApiResponseBody[];
  readonly status: string;
  readonly state: string;
  readonly uploadId: string;
  readonly documentId: string;
  readonly jobId: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly refusal: { readonly code: string; readonly title: string };
  readonly documents: Readonly<Record<string, string>>;
  readonly letters: readonly ApiResponseBody[];
  readonly isNamedInLetter: boolean;
  readonly registration: ApiResponseBody;
  readonly matchReasons: readonly string[];
  readonly possibleDuplicates?: number;
  readonly proposals?: readonly object[];
  readonly corrections?: readonly object[];
  readonly missing?: readonly string[];
  readonly action: string;
  readonly by: string;
  readonly problem?: { readonly code: string };
  readonly conferenceId: string;
  readonly accreditation: string;
  readonly seat: string;
  readonly seats: string;
  readonly version: number;
  readonly waitingFor: readonly string[];
  readonly person: { readonly email: string; readonly givenName: string };
  readonly venue: object;
  readonly pool: string;
  readonly limit: number;
  readonly taken: number;
  readonly offered: number;
  readonly waiting: number;
  readonly offer: { readonly until: string };
  readonly position: number;
  readonly order: string;
  readonly serial: number;
  readonly token: string;
  readonly pdf: string;
  readonly accessToken: string;
  readonly registrations: readonly string[];
  readonly verdict: string;
  readonly reason: string;
  readonly inside: number;
  readonly logo: string;
  readonly text: string;
  readonly logoPath: string;
  readonly colour: string;
  readonly palette: object;
  readonly content: readonly object[];
  readonly files: readonly { readonly uploadId: string }[];
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly items: readonly ApiResponseBody[];
  readonly next: string | null;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ApiResponseBody;
}

export interface RequestOptions {
  readonly method?: string;
  readonly body?: unknown;
  /** The raw body, instead of `body` as JSON. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  /** Set to stop at a redirect; redirects are followed by default. */
  readonly redirect?: "manual";
}

/** Calls the API of a system. */
export async function callSystemAt(
  api: string,
  path: string,
  { method, body, raw, token, headers, redirect }: RequestOptions = {},
): Promise<ApiResponse> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await fetch(api + path, {
    method: method ?? (payload === undefined ? "GET" : "POST"),
    ...(redirect && { redirect }),
    ...(payload !== undefined && { body: payload }),
    headers: {
      ...(payload !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    body: (isJson ? JSON.parse(text) : { text }) as ApiResponseBody,
  };
}

/** Calls the shared system. */
export const callSystem = (path: string, options?: RequestOptions): Promise<ApiResponse> =>
  callSystemAt(getSharedSystem().api, path, options);

/** Makes a call that must succeed. @throws Error with the status and the body of any other answer */
export async function callSuccessfully(path: string, options: RequestOptions): Promise<ApiResponseBody> {
  const { status, body } = await callSystem(path, options);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export const asSecretariat = (options: RequestOptions = {}): RequestOptions => ({
  token: getSharedSystem().tokens.secretariat,
  ...options,
});
export const asDesk = (options: RequestOptions = {}): RequestOptions => ({
  token: getSharedSystem().tokens["entry-desk"],
  ...options,
});

/** A registration period that includes today. */
export const buildOpenPeriod = () => ({
  opensAt: new Date(Date.now() - 86_400_000).toISOString(),
  closesAt: new Date(Date.now() + 86_400_000).toISOString(),
});

let conferenceCount = 0;

/** Categories that require no field, unless they say otherwise, so that a test gives only the fields that it is about. */
const withoutRequiredFields = (categories: readonly object[]) =>
  categories.map((category) => ({ requires: [], ...category }));

/** Creates a conference with this capacity for one test. */
export async function createConference(capacity: number, body: Record<string, unknown> = {}): Promise<string> {
  conferenceCount += 1;
  const id = `test-${process.pid}-${Date.now().toString(36)}-${conferenceCount}`;
  const venue = { ...draftBody.venue, capacity };
  const draft = { ...draftBody, venue, registration: buildOpenPeriod(), ...body };
  const categories = withoutRequiredFields(draft.categories);
  const answer = await callSystem(
    `/v1/conferences/${id}`,
    asSecretariat({ method: "PUT", body: { ...draft, categories } }),
  );
  if (answer.status !== 200) throw new Error(`no conference: ${JSON.stringify(answer.body)}`);
  if (!own) listedConferences.push(id);
  return id;
}

/** The conferences of the current test file in the shared system. */
const listedConferences: string[] = [];

/**
 * Takes the conferences of a test file off the list of all conferences of the shared system. Each page of the console
 * reads the whole list and each sweep visits every conference on it, so that hundreds of finished ones would slow down
 * all later tests. Nothing else of them changes.
 */
export async function unlistConferences(): Promise<void> {
  const { dynamodb, table } = inject("running");
  const client = createTestClient(dynamodb);
  const unlist = (id: string) =>
    client.send(new DeleteItemCommand({ TableName: table, Key: toItemKey(keys.conferenceDirectoryEntry(id)) }));
  await Promise.all(listedConferences.splice(0).map(unlist));
  client.destroy();
}

/** Reads a conference with its settings from the list of conferences, as the caller sees it. */
export async function findConferenceSettings(
  conferenceId: string,
  options: RequestOptions = asSecretariat(),
): Promise<ApiResponseBody> {
  for (let next: string | null = ""; next !== null; ) {
    const { body } = await callSystem(`/v1/conferences?limit=100${next && `&cursor=${next}`}`, options);
    const found = body.items.find((each) => each.conferenceId === conferenceId);
    if (found) return found;
    next = body.next;
  }
  throw new Error("the conference is not in the list");
}

/** Submits a registration. */
export const postRegistration = (
  conferenceId: string,
  body: Record<string, unknown> = {},
  person: Record<string, unknown> = {},
  headers = {},
) => callSystem(`/v1/conferences/${conferenceId}/registrations`, { body: buildFormBody(body, person), headers });

export const postDecision = (registrationId: string, decision: string, more: Record<string, unknown> = {}) =>
  callSystem(
    `/v1/registrations/${registrationId}/decisions`,
    asSecretariat({ body: { decision, reason: "because", ...more } }),
  );

export const fetchRegistration = (registrationId: string) =>
  callSystem(`/v1/registrations/${registrationId}`, asSecretariat());

/** The venue's pool as the secretariat sees it. */
export async function readVenuePool(conferenceId: string): Promise<ApiResponseBody> {
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/capacity`, asSecretariat());
  const found = body.items.find(({ pool }) => pool === "venue");
  if (!found) throw new Error("a conference without a venue");
  return found;
}

/**
 * The time limit for eventual effects, in ms. Machines differ: no test asserts a duration; `npm run journey` prints
 * durations.
 */
export const waitTimeoutMs = 120_000;
