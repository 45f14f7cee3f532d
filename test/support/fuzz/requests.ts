import fc from "fast-check";
import { openApiDocument } from "#shared/contract/openapi.ts";
import { statusOf } from "#shared/http/problem.ts";
import { spoiled } from "./hostile.ts";
import { type Known, type Schema, valuesOf } from "./values.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: Schema;
}

export interface Address {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Every address of the OpenAPI document. */
export function addresses(): Address[] {
  const { paths, components } = openApiDocument("https://palais.example", statusOf) as unknown as Document;
  const resolved = (schema: Schema): Schema => components.schemas[schema.$ref?.split("/").at(-1) ?? ""] ?? schema;
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

const filled = (path: string, values: Readonly<Record<string, string>>) =>
  path.replaceAll(
    /\{(\w+)\}/g,
    (_all, name: string) => encodeURIComponent(values[name] ?? "").replace(/^\.+$/, "%2e") || "x",
  );

const mostly = <T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>, weight = 8) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: seldom });

/** Requests to one address: mostly to what is there, by somebody who may, with a body that is nearly right. */
export function requestsTo(address: Address, known: Known, tokens: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const of = (kind: Parameter["in"]) => address.parameters.filter((each) => each.in === kind);
  const inPath = of("path").map(
    ({ name }) => [name, mostly(fc.constantFrom("x", ...(known[name] ?? [])), oddTexts)] as const,
  );
  const query = of("query").map(
    ({ name, schema }) => [name, mostly(valuesOf(schema, known, name).map(String), oddTexts, 3)] as const,
  );
  const headers = [
    ...of("header").map(({ name }) => [name.toLowerCase(), headerTexts] as const),
    ["accept-language", headerTexts] as const,
  ];
  const token = mostly(
    fc.constantFrom(...tokens),
    fc.constantFrom("", "x", "a.b.c", "e30.e30.e30", "A".repeat(4_000)),
    10,
  );
  const body = address.body
    ? spoiled(valuesOf(address.body, known)).map((value) => JSON.stringify(value))
    : fc.constant(undefined);
  const raw = address.body ? mostly<string | undefined>(body, fc.string({ maxLength: 300 }), 20) : body;
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
        path: filled(address.path, made.path as Record<string, string>) + (search && `?${search}`),
        headers: {
          ...(made.headers as Record<string, string>),
          ...(made.token !== "" && { authorization: `Bearer ${made.token}` }),
          ...(made.body !== undefined && { "content-type": "application/json" }),
        },
        body: made.body,
      };
    });
}
