import fc from "fast-check";
import { createOpenApiDocument } from "../../../functions/openapi/openapi-document.ts";
import { spoilBody } from "./hostile.ts";
import { buildValueArbitrary, type JsonSchema, type KnownValues } from "./values.ts";

interface DocumentedParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: JsonSchema;
}

export interface FuzzedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly DocumentedParameter[];
  readonly body: JsonSchema | undefined;
}

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface FuzzedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly DocumentedParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

/** Every address of the OpenAPI document. */
export function listFuzzedOperations(): FuzzedOperation[] {
  const { paths, components } = createOpenApiDocument("https://palais.example") as unknown as FuzzedDocument;
  const resolved = (schema: JsonSchema): JsonSchema =>
    components.schemas[schema.$ref?.split("/").at(-1) ?? ""] ?? schema;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId, parameters = [], requestBody }]) => {
      const [content] = Object.values(requestBody?.content ?? {});
      const body = content && resolved(content.schema);
      return { id: operationId, method: method.toUpperCase(), path, parameters, body };
    }),
  );
}

const oddTexts = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom("", "..", "%", "a".repeat(2_000), "__proto__", "null", "0", "-1", "NaN", "100", "eyJ", "\u202e"),
);

/** What a header may carry. */
const headerTexts = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e]{0,80}$/),
  fc.constantFrom("*", '"1"', 'W/"2"', "0", "1", "999999999", "x".repeat(300), ",,,", "fr;q=9, *;q=x"),
);

const fillPath = (path: string, values: Readonly<Record<string, string>>) =>
  path.replaceAll(
    /\{(\w+)\}/g,
    (_all, name: string) => encodeURIComponent(values[name] ?? "").replace(/^\.+$/, "%2e") || "x",
  );

const weighted = <T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>, weight = 8) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: seldom });

const chooseKnown = (values: readonly string[] = []) =>
  values.length > 0 ? fc.constantFrom(...values) : fc.constant("x");

/** Requests to one route: mostly for existing objects, by a permitted caller, with an almost valid body. */
export function buildRequestArbitrary(
  address: FuzzedOperation,
  known: KnownValues,
  tokens: readonly string[],
): fc.Arbitrary<FuzzRequest> {
  const of = (kind: DocumentedParameter["in"]) => address.parameters.filter((each) => each.in === kind);
  const inPath = of("path").map(
    ({ name }) => [name, weighted(weighted(chooseKnown(known[name]), fc.constant("x")), oddTexts)] as const,
  );
  const query = of("query").map(
    ({ name, schema }) => [name, weighted(buildValueArbitrary(schema, known, name).map(String), oddTexts, 3)] as const,
  );
  const headers = [
    ...of("header").map(({ name }) => [name.toLowerCase(), headerTexts] as const),
    ["accept-language", headerTexts] as const,
  ];
  const token = weighted(
    fc.constantFrom(...tokens),
    fc.constantFrom("", "x", "a.b.c", "e30.e30.e30", "A".repeat(4_000)),
    10,
  );
  const body = address.body
    ? spoilBody(buildValueArbitrary(address.body, known)).map((value) => JSON.stringify(value))
    : fc.constant(undefined);
  const raw = address.body ? weighted<string | undefined>(body, fc.string({ maxLength: 300 }), 20) : body;
  return fc
    .record({
      path: fc.record(Object.fromEntries(inPath)),
      query: fc.record(Object.fromEntries(query), { requiredKeys: [] }),
      headers: fc.record(Object.fromEntries(headers), { requiredKeys: [] }),
      token,
      body: raw,
    })
    .map((made) => {
      const search = new URLSearchParams(made.query as Record<string, string>).toString();
      return {
        id: address.id,
        method: address.method,
        path: fillPath(address.path, made.path as Record<string, string>) + (search && `?${search}`),
        headers: {
          ...(made.headers as Record<string, string>),
          ...(made.token !== "" && { authorization: `Bearer ${made.token}` }),
          ...(made.body !== undefined && { "content-type": "application/json" }),
        },
        body: made.body,
      };
    });
}
