/** The environment, handlers, routes and bodies of the traced functions. */
import type { APIGatewayProxyStructuredResultV2, Context, DynamoDBStreamEvent } from "aws-lambda";
import { addDays } from "#shared/model/time.ts";

/** The variables of the functions. No traced operation opens a document or needs fonts. */
export const buildEnvironment = (table: string, dynamodb: string, kms: string) => ({
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "trace",
  AWS_SECRET_ACCESS_KEY: "trace",
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  AWS_ENDPOINT_URL_KMS: kms,
  TABLE_NAME: table,
  BADGE_KEY_ARNS: "badge",
  PASSPORT_KEY_ARN: "link",
  AUTHORIZER_FUNCTION: "authorizer",
  DOCUMENTS_BUCKET: "none",
  FONTS_DIR: "none",
  SITE_URL: "none",
});

/** Imports the handlers as Lambda does. They read their environment while they are imported. */
export const importHandlers = async () => ({
  conference: (await import("../../functions/conference/index.ts")).handler,
  registration: (await import("../../functions/registration/index.ts")).handler,
  accreditation: (await import("../../functions/accreditation/index.ts")).handler,
  badge: (await import("../../functions/badge/index.ts")).handler,
  checkIn: (await import("../../functions/check-in/index.ts")).handler,
  waitingList: (await import("../../functions/waiting-list/index.ts")).handler,
});

type Handlers = Awaited<ReturnType<typeof importHandlers>>;

interface Call {
  readonly to: Exclude<keyof Handlers, "waitingList">;
  /** The method and the path, as the gateway names a route. */
  readonly route: string;
  /** The value of the path's parameter. */
  readonly id: string;
  readonly body?: object;
  /** Whether the caller is public; by default it is the secretariat. */
  readonly isPublic?: boolean;
}

/** The part of a response that traces read. */
interface Answer {
  readonly registrationId: string;
  readonly accreditation: string;
  readonly seat: string;
  readonly token: string;
  readonly items: readonly { readonly verdict: string }[];
}

type HttpHandler = (event: unknown, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<void>;

const context = { getRemainingTimeInMillis: () => 30_000 } as Context;

const secretariat = { kind: "staff", id: "trace", email: "trace@example.org", groups: ["secretariat"] } as const;

/** Calls a handler with an event as API Gateway sends it. @throws Error unless the answer is a success */
async function callHandler(handlers: Handlers, { to, route, id, body, isPublic = false }: Call): Promise<Answer> {
  const parameter = /\{(\w+)\}/.exec(route)?.[1] ?? "";
  const event = {
    version: "2.0",
    routeKey: route,
    rawPath: route.replace(/^\w+ /, "").replace(`{${parameter}}`, id),
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    pathParameters: { [parameter]: id },
    requestContext: {
      requestId: "trace",
      http: { sourceIp: "127.0.0.1" },
      authorizer: isPublic ? {} : { lambda: { caller: JSON.stringify(secretariat) } },
    },
    body: JSON.stringify(body ?? {}),
    isBase64Encoded: false,
  };
  const { statusCode = 500, body: text = "{}" } = await (handlers[to] as HttpHandler)(event, context);
  if (statusCode >= 300) throw new Error(`${route} answered ${statusCode}: ${text}`);
  return JSON.parse(text) as Answer;
}

/** A conference of today with open registration, which assigns released seats at once instead of offering them. */
function buildConferenceBody(capacity: number) {
  const today = new Date().toISOString().slice(0, 10);
  return {
    title: { en: "Conference on Migrants and Cities" },
    startsOn: today,
    endsOn: today,
    timeZone: "UTC",
    venue: { name: "Assembly Hall", city: "Geneva", country: "CHE", capacity },
    categories: [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" }],
    registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: `${addDays(today, 1)}T00:00:00Z` },
    offerHours: 0,
  };
}

const buildRegistrationBody = (serial: number) => ({
  category: "ngo",
  person: { givenName: "Amina", familyName: "Diallo", email: `amina.${serial}@example.org`, nationality: "SEN" },
  organization: "Union of Migrant Associations",
  consent: { listOfParticipants: true, photo: false },
});

/** Calls the handlers in this process as API Gateway and the stream do. */
export function createClient(handlers: Handlers) {
  let serial = 0;
  const call = (request: Call) => callHandler(handlers, request);
  return {
    openConference: (id: string, capacity: number) =>
      call({ to: "conference", route: "PUT /v1/conferences/{conferenceId}", id, body: buildConferenceBody(capacity) }),
    submit: (id: string) => {
      serial += 1;
      const route = "POST /v1/conferences/{conferenceId}/registrations";
      return call({ to: "registration", route, id, body: buildRegistrationBody(serial), isPublic: true });
    },
    approve: (id: string) => {
      const route = "POST /v1/registrations/{registrationId}/decisions";
      return call({ to: "accreditation", route, id, body: { decision: "approve" } });
    },
    withdraw: (id: string) =>
      call({ to: "registration", route: "POST /v1/registrations/{registrationId}/withdrawal", id }),
    read: (id: string) => call({ to: "registration", route: "GET /v1/registrations/{registrationId}", id }),
    readBadgeCode: (id: string) =>
      call({ to: "badge", route: "GET /v1/registrations/{registrationId}/badge-code", id }),
    scan: (id: string, token: string) => {
      serial += 1;
      const scans = [{ scanId: `scan-${serial}`, token, at: new Date().toISOString() }];
      const body = { gate: "Gate 1", direction: "in", scans };
      return call({ to: "checkIn", route: "POST /v1/conferences/{conferenceId}/scans", id, body });
    },
    serveWaitingList: (records: DynamoDBStreamEvent["Records"]) =>
      (handlers.waitingList as StreamHandler)({ Records: records }, context),
  };
}
