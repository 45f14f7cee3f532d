import { inject } from "vitest";
import { draftBody, formBody } from "../support/builders.ts";

/** The running system as the tests of this folder share it. */
export interface Running {
  readonly api: string;
  readonly mailbox: string;
  readonly dynamodb: string;
  readonly home: string;
  readonly table: string;
  readonly tokens: Readonly<Record<"secretariat" | "reviewer" | "entry-desk", string>>;
}

declare module "vitest" {
  export interface ProvidedContext {
    running: Running;
  }
}

export const running = (): Running => inject("running");

/** What the tests look for in answers; which of it is there depends on the address. */
export interface Body {
  readonly registrationId: string;
  readonly delegationId: string;
  readonly delegations: readonly string[];
  readonly members: readonly Body[];
  readonly status: string;
  readonly state: string;
  readonly uploadId: string;
  readonly documentId: string;
  readonly jobId: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly refusal: { readonly code: string; readonly title: string };
  readonly documents: Readonly<Record<string, string>>;
  readonly letters: readonly Body[];
  readonly onLetter: boolean;
  readonly registration: Body;
  readonly matched: readonly string[];
  readonly possibleDuplicates?: number;
  readonly proposals?: readonly object[];
  readonly corrected?: readonly object[];
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
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly items: readonly Body[];
  readonly next: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  /** Whether to go on to where an answer leads; it does, if nothing is said. */
  readonly redirect?: "manual";
}

/** One call to the API of a system. */
export async function callAt(
  api: string,
  path: string,
  { method, body, raw, token, headers, redirect }: CallOptions = {},
): Promise<Answer> {
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
  return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : { text }) as Body };
}

/** One call to the shared system. */
export const call = (path: string, options?: CallOptions): Promise<Answer> => callAt(running().api, path, options);

export const asSecretariat = (options: CallOptions = {}): CallOptions => ({
  token: running().tokens.secretariat,
  ...options,
});
export const asDesk = (options: CallOptions = {}): CallOptions => ({
  token: running().tokens["entry-desk"],
  ...options,
});

/** Open now, whenever the test runs. */
export const openNow = () => ({
  opensAt: new Date(Date.now() - 86_400_000).toISOString(),
  closesAt: new Date(Date.now() + 86_400_000).toISOString(),
});

let conferences = 0;

/** A conference of its own for a test, with so many seats. */
export async function newConference(capacity: number, body: Record<string, unknown> = {}): Promise<string> {
  conferences += 1;
  const id = `test-${process.pid}-${Date.now().toString(36)}-${conferences}`;
  const venue = { ...draftBody.venue, capacity };
  const answer = await call(
    `/v1/conferences/${id}`,
    asSecretariat({ method: "PUT", body: { ...draftBody, venue, registration: openNow(), ...body } }),
  );
  if (answer.status !== 200) throw new Error(`no conference: ${JSON.stringify(answer.body)}`);
  return id;
}

/** A conference as the list of conferences has it for who asks: with its settings. */
export async function settingsOf(conferenceId: string, options: CallOptions = asSecretariat()): Promise<Body> {
  for (let next: string | null = ""; next !== null; ) {
    const { body } = await call(`/v1/conferences?limit=100${next && `&cursor=${next}`}`, options);
    const found = body.items.find((each) => each.conferenceId === conferenceId);
    if (found) return found;
    next = body.next;
  }
  throw new Error("not in the list");
}

/** Somebody submits. */
export const submit = (
  conferenceId: string,
  body: Record<string, unknown> = {},
  person: Record<string, unknown> = {},
  headers = {},
) => call(`/v1/conferences/${conferenceId}/registrations`, { body: formBody(body, person), headers });

export const decide = (registrationId: string, decision: string, more: Record<string, unknown> = {}) =>
  call(
    `/v1/registrations/${registrationId}/decisions`,
    asSecretariat({ body: { decision, reason: "because", ...more } }),
  );

export const read = (registrationId: string) => call(`/v1/registrations/${registrationId}`, asSecretariat());

/** The venue's pool as the secretariat sees it. */
export async function venue(conferenceId: string): Promise<Body> {
  const { body } = await call(`/v1/conferences/${conferenceId}/capacity`, asSecretariat());
  const found = body.items.find(({ pool }) => pool === "venue");
  if (!found) throw new Error("a conference without a venue");
  return found;
}

/** With what comes a moment later, in ms: machines differ, and no test asserts a time. `npm run journey` prints how soon. */
export const patience = 60_000;

/** Tries until it holds, or says after `ms` what didn't. */
export async function within<T>(ms: number, attempt: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    const value = await attempt();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`not within ${ms} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
