import * as z from "zod/mini";
import type { RefusalCode } from "#shared/domain/refusal.ts";
import type { Operation } from "./operations/operation.ts";
import { operations } from "./operations.ts";
import { problem } from "./problem.ts";
import { type OperationId, type Route, routes } from "./routes.ts";

type Json = { readonly [key: string]: unknown };

/** The OpenAPI 3.1 document of every address, drawn from the table of routes and the schemas of the operations. */
export function openApiDocument(serverUrl: string, statusOf: (code: RefusalCode) => number): Json {
  const ids = Object.keys(operations) as OperationId[];
  return {
    openapi: "3.1.0",
    info: {
      title: "Palais",
      version: "1",
      description: "Registration and accreditation for intergovernmental conferences.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverUrl }],
    security: [{ bearer: [] }],
    tags: tags.map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(pathsOf(ids).map((path) => [path, pathItem(ids, path, statusOf)])),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: bearer } },
      schemas: Object.fromEntries(ids.flatMap(schemasOf).concat([["Problem", schemaOf(problem, "output")]])),
    },
  };
}

const bearer = "A staff member's Cognito id token, or the access token of a mailed link.";

const tags = [
  ["front", "What runs here"],
  ["conference", "Conferences and their capacity"],
  ["registration", "Registrations, by their owners"],
  ["sign-in", "Mailed links"],
  ["accreditation", "The secretariat's queue and decisions"],
  ["badge", "Badges and the keys they verify with"],
  ["entry", "Gates"],
  ["import", "Sheets of registrations and nominations"],
  ["job", "Long work, and what came of it"],
  ["participants", "The list of participants and its versions"],
] as const;

const pathsOf = (ids: readonly OperationId[]) => [...new Set(ids.map((id) => routes[id].path))];

function pathItem(ids: readonly OperationId[], path: string, statusOf: (code: RefusalCode) => number): Json {
  const here = ids.filter((id) => routes[id].path === path);
  return Object.fromEntries(
    here.map((id) => [routes[id].method.toLowerCase(), operationItem(id, operations[id], statusOf)]),
  );
}

function operationItem(id: OperationId, operation: Operation, statusOf: (code: RefusalCode) => number): Json {
  const route: Route = routes[id];
  const open = route.access.includes("public");
  return {
    operationId: id,
    summary: operation.summary,
    tags: [route.function],
    ...(open && { security: route.access.length > 1 ? [{}, { bearer: [] }] : [] }),
    ...parameters(route, operation),
    ...(operation.body && { requestBody: { required: true, content: json(`${nameOf(id)}Request`) } }),
    responses: { ...successOf(id, operation), ...refusals(route, operation, statusOf) },
  };
}

const nameOf = (id: string) => id.charAt(0).toUpperCase() + id.slice(1);

const json = (schema: string, type = "application/json") => ({
  [type]: { schema: { $ref: `#/components/schemas/${schema}` } },
});

function successOf(id: OperationId, operation: Operation): Json {
  const { success, answer, file, leadsTo, contentType = "text/html" } = operation;
  if (file) return { [success]: { description: successes[success], content: { [file.type]: {} } } };
  const isText = answer instanceof z.ZodMiniString;
  const content = isText ? { [contentType]: { schema: { type: "string" } } } : json(`${nameOf(id)}Answer`);
  const there = "The file, once the client has gone there";
  const found = leadsTo && { 200: { description: there, content: fileOf(leadsTo) } };
  return { ...found, [success]: { description: successes[success], content } };
}

const fileOf = (type: string) => ({ [type]: { schema: type.endsWith("json") ? {} : { type: "string" } } });

const successes = { 200: "Done", 201: "Created", 202: "Taken", 303: "Lies at another address, for a while" } as const;

function parameters({ path }: Route, operation: Operation): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const query = schemaOf(operation.query, "input") as { properties?: Json };
  const inQuery = Object.entries(query.properties ?? {}).map(([name, schema]) => ({ name, in: "query", schema }));
  const all = [...inPath, ...inQuery, ...headers(operation)];
  return all.length > 0 ? { parameters: all } : {};
}

function headers({ repeatable, ifMatch }: Operation): Json[] {
  const text = { type: "string" };
  return [
    ...(repeatable
      ? [{ name: "Idempotency-Key", in: "header", description: "Same key and body, same answer", schema: text }]
      : []),
    ...(ifMatch
      ? [
          {
            name: "If-Match",
            in: "header",
            description: "The version seen",
            required: ifMatch === "required",
            schema: text,
          },
        ]
      : []),
  ];
}

/** What an address may refuse with: its own refusals, and those that its kind brings along. */
function refusals({ access }: Route, operation: Operation, statusOf: (code: RefusalCode) => number): Json {
  const codes: RefusalCode[] = [
    ...operation.refusals,
    "too-busy",
    ...(access.includes("public") ? [] : (["not-signed-in", "not-allowed", "unknown-conference"] as const)),
    ...(operation.body ? (["malformed-json", "body-too-large", "wrong-content-type", "invalid-request"] as const) : []),
    "invalid-request",
  ];
  const byStatus = Map.groupBy(new Set(codes), statusOf);
  const answers = [...byStatus].map(([status, names]) => [status, refusal(names.toSorted().join(", "))] as const);
  return { ...Object.fromEntries(answers), 500: refusal("internal-error") };
}

const refusal = (codes: string): Json => ({
  description: `Refused: ${codes}`,
  content: json("Problem", "application/problem+json"),
});

function schemasOf(id: OperationId): [string, Json][] {
  const { body, answer, file }: Operation = operations[id];
  return [
    ...(body ? ([[`${nameOf(id)}Request`, schemaOf(body, "input")]] as [string, Json][]) : []),
    ...(file || answer instanceof z.ZodMiniString
      ? []
      : ([[`${nameOf(id)}Answer`, schemaOf(answer, "output")]] as [string, Json][])),
  ];
}

function schemaOf(schema: z.ZodMiniType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
