import * as z from "zod/mini";
import { problemResponse } from "#shared/contracts/problem.ts";
import { type Operation, requiresBody } from "#shared/http/operation.ts";
import { operations } from "#shared/http/operations.ts";
import { getHttpStatus } from "#shared/http/problem.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { type OperationId, type Route, routes } from "#shared/http/routes.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import { operationSummaries } from "./operation-summaries.ts";

type JsonObject = { readonly [key: string]: unknown };

/** The OpenAPI 3.1 document, derived from the table of routes and the schemas of the operations. */
export function createOpenApiDocument(serverUrl: string): JsonObject {
  const ids = Object.keys(operations) as OperationId[];
  return {
    openapi: "3.1.0",
    info: {
      title: "Palais",
      version: "1",
      description:
        "Registration and accreditation for intergovernmental conferences. A method that an address does not have is answered with 405 and `Allow`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverUrl }],
    security: [{ bearer: [] }],
    tags: openApiTags.map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(listPaths(ids).map((path) => [path, toPathItem(ids, path)])),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: bearerDescription } },
      schemas: Object.fromEntries(
        ids.flatMap(listSchemas).concat([["Problem", toJsonSchema(problemResponse, "output")]]),
      ),
    },
  };
}

const bearerDescription = "A staff member's Cognito id token, or the access token of an emailed link.";

const openApiTags = [
  ["openapi", "This document"],
  ["conference", "Conferences and their capacity"],
  ["registration", "Registrations, by their owners"],
  ["sign-in", "Emailed links"],
  ["accreditation", "The secretariat's queue and decisions"],
  ["badge", "Badges and the keys they verify with"],
  ["check-in", "Gates"],
  ["import", "Sheets of registrations and nominations"],
  ["job", "Long-running jobs and their results"],
  ["participants", "The list of participants and its versions"],
] as const;

const listPaths = (ids: readonly OperationId[]) => [...new Set(ids.map((id) => routes[id].path))];

function toPathItem(ids: readonly OperationId[], path: string): JsonObject {
  const own = ids.filter((id) => routes[id].path === path);
  return Object.fromEntries(own.map((id) => [routes[id].method.toLowerCase(), toOperationItem(id)]));
}

function toOperationItem(id: OperationId): JsonObject {
  const [route, operation]: [Route, Operation] = [routes[id], operations[id]];
  const isPublic = route.access.includes("public");
  return {
    operationId: id,
    summary: operationSummaries[id],
    tags: [route.function],
    ...(isPublic && { security: route.access.length > 1 ? [{}, { bearer: [] }] : [] }),
    ...toParameters(route, operation),
    ...(operation.body && {
      requestBody: { required: requiresBody(operation), content: toJsonContent(`${toSchemaName(id)}Request`) },
    }),
    responses: { ...toSuccessResponse(id, operation), ...toErrorResponses(route, operation) },
  };
}

const toSchemaName = (id: string) => id.charAt(0).toUpperCase() + id.slice(1);

const toJsonContent = (schema: string, type = "application/json") => ({
  [type]: { schema: { $ref: `#/components/schemas/${schema}` } },
});

function toSuccessResponse(id: OperationId, operation: Operation): JsonObject {
  const { success = 200, response, file, fileContentType, contentType = "text/html" } = operation;
  if (file) return { [success]: { description: successDescriptions[success], content: { [file.type]: {} } } };
  const isText = response instanceof z.ZodMiniString;
  const content = isText
    ? { [contentType]: { schema: { type: "string" } } }
    : toJsonContent(`${toSchemaName(id)}Response`);
  const description = "The file, at the location of the redirect";
  const redirected = fileContentType && { 200: { description, content: toFileContent(fileContentType) } };
  const headers = isVersioned(response) && { headers: { ETag: entityTagHeader } };
  return { ...redirected, [success]: { description: successDescriptions[success], ...headers, content } };
}

const entityTagHeader = { description: "The version, for `If-Match`", schema: { type: "string" } };

/** Whether the response is a resource with a version, which the handler also sends as `ETag`. */
const isVersioned = (response: z.ZodMiniType): boolean =>
  (toJsonSchema(response, "output") as { required?: readonly string[] }).required?.includes("version") ?? false;

const toFileContent = (type: string) => ({ [type]: { schema: type.endsWith("json") ? {} : { type: "string" } } });

const successDescriptions = {
  200: "Done",
  201: "Created",
  202: "Accepted",
  303: "Available at another URL, for a while",
} as const;

function toParameters({ path }: Route, operation: Operation): JsonObject {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const parameters = Object.entries(listQueryParameters(operation));
  const inQuery = parameters.map(([name, schema]) => ({ name, in: "query", schema }));
  const all = [...inPath, ...inQuery, ...toHeaderParameters(operation)];
  return all.length > 0 ? { parameters: all } : {};
}

const listQueryParameters = ({ query }: Operation): JsonObject =>
  query ? ((toJsonSchema(query, "input") as { properties?: JsonObject }).properties ?? {}) : {};

function toHeaderParameters({ repeatable, ifMatch }: Operation): JsonObject[] {
  const header = { in: "header", schema: { type: "string" } };
  const key = { ...header, name: "Idempotency-Key", description: "Same key and body, same response" };
  const version = { ...header, name: "If-Match", description: "The version seen", required: ifMatch === "required" };
  return [...(repeatable ? [key] : []), ...(ifMatch ? [version] : [])];
}

/** The domain errors of an operation: its own, and those that follow from its route, its query and its headers. */
function listErrorCodes({ access, path }: Route, operation: Operation): Set<DomainErrorCode> {
  const { ifMatch, repeatable, body, errorCodes = [] } = operation;
  const conditions: readonly (readonly [boolean, readonly DomainErrorCode[]])[] = [
    [true, ["not-signed-in"]],
    [!access.includes("public"), ["not-allowed", "unknown-conference"]],
    [path.includes("{conferenceId}"), ["unknown-conference"]],
    [/\{(?:registration|delegation|document|letter|job)Id\}/.test(path), ["not-found"]],
    ["cursor" in listQueryParameters(operation), ["bad-cursor"]],
    [body !== undefined, ["malformed-json", "body-too-large", "wrong-content-type"]],
    [ifMatch !== undefined, ["changed-meanwhile"]],
    [ifMatch === "required", ["version-required"]],
    [repeatable === true, ["idempotency-key-reused"]],
    [true, ["invalid-request", "too-busy"]],
  ];
  return new Set([...errorCodes, ...conditions.flatMap(([holds, codes]) => (holds ? codes : []))]);
}

function toErrorResponses(route: Route, operation: Operation): JsonObject {
  const byStatus = Map.groupBy(listErrorCodes(route, operation), getHttpStatus);
  const responses = [...byStatus].map(([status, codes]) => [status, toErrorResponse(codes.toSorted().join(", "))]);
  return { ...Object.fromEntries(responses), 500: toErrorResponse("internal-error") };
}

const toErrorResponse = (codes: string): JsonObject => ({
  description: `Rejected: ${codes}`,
  content: toJsonContent("Problem", "application/problem+json"),
});

function listSchemas(id: OperationId): [string, JsonObject][] {
  const { body, response, file }: Operation = operations[id];
  return [
    ...(body ? ([[`${toSchemaName(id)}Request`, toJsonSchema(body, "input")]] as [string, JsonObject][]) : []),
    ...(file || response instanceof z.ZodMiniString
      ? []
      : ([[`${toSchemaName(id)}Response`, toJsonSchema(response, "output")]] as [string, JsonObject][])),
  ];
}

function toJsonSchema(schema: z.ZodMiniType, io: "input" | "output"): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

/** The document of the API, created at the first request. */
export const getOpenApiDocument = (siteUrl: string): ApiHandler<"getOpenApiDocument"> => {
  let document: ReturnType<typeof createOpenApiDocument> | undefined;
  return async () => {
    document ??= createOpenApiDocument(siteUrl);
    return { ...document };
  };
};
