import { createServer, type Server } from "node:http";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { type OperationId, type Route, routes } from "#shared/http/routes.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";
import { type ListeningServer, listen } from "../support/listen.ts";

const conferenceId = "foreign-calls";
let started: CountedTable;
let handlers: Handlers;
let kms: ListeningServer;
let kmsCalls = 0;
beforeAll(async () => {
  started = await startCountedTable();
  const server: Server = createServer((request, response) => {
    kmsCalls += 1;
    request.resume();
    response.writeHead(400).end("{}");
  });
  kms = await listen(server);
  const variables = {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
    AWS_ENDPOINT_URL_KMS: kms.endpoint,
    TABLE_NAME: "palais-test",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  for (const name of ["DOCUMENTS_BUCKET", "SITE_BUCKET", "SITE_URL", "FONTS_DIR", "AUTHORIZER_FUNCTION"])
    vi.stubEnv(name, "none");
  for (const name of ["BADGE_KEY_ARNS", "PASSPORT_KEY_ARN", "SIGN_IN_KEY_ARN"]) vi.stubEnv(name, "none");
  handlers = createHandlers(openTable(started.endpoint, 4));
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  await prepareObjects();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await kms.close();
  await started.stop();
});

/** What a stranger owns, by the parameter of a path. A document of the person, and one of the delegation. */
const foreign = { registrationId: [""], delegationId: [""], documentId: ["", "", ""] };
let ownRegistrationId = "";
let ownDelegationId = "";

async function createDelegation(name: string): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: [`fp.${name}@example.org`], quota: 9 };
  return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

async function register(email: string): Promise<string> {
  const { body } = await handlers.submit(conferenceId, JSON.stringify(buildFormBody({}, { email })));
  return String(body.registrationId);
}

async function createDocument(owner: Parameters<typeof createPendingDocument>[1]["owner"]): Promise<string> {
  const documentId = createId();
  const at = new Date().toISOString();
  const status = { state: "awaited" } as const;
  const document = { documentId, conferenceId, kind: "passport", status, at } as const;
  await createPendingDocument(started.table, { ...document, ...(owner && { owner }) });
  return documentId;
}

async function prepareObjects(): Promise<void> {
  ownRegistrationId = await register("own@example.org");
  ownDelegationId = await createDelegation("own");
  const [registrationId, delegationId] = [await register("stranger@example.org"), await createDelegation("stranger")];
  foreign.registrationId = [registrationId];
  foreign.delegationId = [delegationId];
  foreign.documentId = [await createDocument({ registrationId }), await createDocument({ delegationId })];
}

const person = {
  givenName: "Amina",
  familyName: "Diallo",
  email: "new@example.org",
  nationality: "SEN",
  passportNumber: "AB123456",
};
const upload = { contentType: "application/pdf", size: 1_000 };

/** The bodies of the operations that have one, naming that registration. */
const buildBody = (id: OperationId, registrationId: string): object | undefined => {
  const bodies: Partial<Record<OperationId, object>> = {
    amendRegistration: { functionTitle: "President" },
    requestMembership: { delegation: ownDelegationId },
    nominateMembers: { items: [{ person }] },
    confirmFocalPoint: { confirm: true },
    confirmMembers: { items: [{ registrationId, confirm: true }] },
    rankMembers: { registrationIds: [registrationId] },
    createSubstitution: { leaves: registrationId, person },
    requestDocumentUpload: { kind: "passport", ...upload },
    requestLetterUpload: { kind: "credential-letter", ...upload },
    withdrawRegistration: {},
    openDocument: {},
  };
  return bodies[id];
};

const buildCaller = (): Caller => ({
  kind: "delegate",
  conferenceId,
  registrationIds: [ownRegistrationId],
  addressDigest: "none",
  delegationIds: [ownDelegationId],
});

type HttpFunctionModule = {
  readonly handler: (event: GatewayEvent, context: Context) => Promise<{ statusCode?: number; body?: string }>;
};

/** The response of the deployed function without the id, and its requests to the database and to KMS. */
async function trace(id: OperationId, parameter: string, objectId: string, body: object | undefined) {
  const { method, path, function: name } = routes[id] as Route;
  const { handler } = (await import(`../../functions/${name}/index.ts`)) as HttpFunctionModule;
  const event = {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path.replace(`{${parameter}}`, objectId),
    rawQueryString: "",
    ...(id === "getFormPrefill" && { queryStringParameters: { conferenceId } }),
    headers: { "content-type": "application/json", "if-match": "*" },
    pathParameters: { [parameter]: objectId },
    requestContext: {
      http: { sourceIp: "127.0.0.1" },
      authorizer: { lambda: { caller: JSON.stringify(buildCaller()) } },
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  } as unknown as GatewayEvent;
  kmsCalls = 0;
  const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
  const { result, requests } = await started.countRequests(() => handler(event, context));
  const { statusCode = 200, body: text = "" } = result;
  return { statusCode, text: text.replaceAll(/[a-z2-7]{24,26}/g, "id"), requests, kmsCalls };
}

const parameters = ["registrationId", "delegationId", "documentId"] as const;

const listOperations = () =>
  Object.entries(routes as Record<string, Route>).flatMap(([id, { path, access }]) => {
    const parameter = parameters.find((each) => path.includes(`{${each}}`));
    const isOpen = access.some((each) => each === "delegate" || each === "focal-point");
    // A file of the pages is of no person.
    return parameter && isOpen && id !== "getPageFile" ? [{ id: id as OperationId, parameter }] : [];
  });

describe("the id of a stranger takes the answer and the calls of an id that does not exist", () => {
  test("in at least the operations that the API has today", () => {
    expect(listOperations().length).toBeGreaterThanOrEqual(21);
  });

  test.each(listOperations())("in the path of $id", async ({ id, parameter }) => {
    const body = buildBody(id, ownRegistrationId);
    const missing = await trace(id, parameter, createId(), body);
    expect(missing).toMatchObject({ statusCode: 404, kmsCalls: 0 });
    for (const objectId of foreign[parameter]) expect(await trace(id, parameter, objectId, body)).toEqual(missing);
  });

  test.each(["confirmMembers", "rankMembers", "createSubstitution"] as const)("in the body of %s", async (id) => {
    const ask = (registrationId: string) => trace(id, "delegationId", ownDelegationId, buildBody(id, registrationId));
    // The first answer fills the caches of the process.
    await ask(createId());
    const missing = await ask(createId());
    expect(missing.kmsCalls).toBe(0);
    for (const registrationId of foreign.registrationId) expect(await ask(registrationId)).toEqual(missing);
  });
});
