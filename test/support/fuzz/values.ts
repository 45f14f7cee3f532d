import fc from "fast-check";
import { toPrintableText } from "#shared/text/printable-text.ts";

/** A JSON Schema as the OpenAPI document has it: the words that it uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly examples?: readonly unknown[];
}

type ValueArbitrary = fc.Arbitrary<unknown>;

/** What a field is called decides what may stand in it besides what its schema says: a registration that is there. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Values that a schema allows; a field that is called as something known has one of those. */
export function buildValueArbitrary(schema: JsonSchema, known: KnownValues, name = ""): ValueArbitrary {
  const found = known[name];
  if (found && found.length > 0) return fc.constantFrom(...found);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => buildValueArbitrary(each, known, name)));
  const make = arbitraryBuilders[schema.type ?? ""];
  return make ? make(schema, known, name) : fc.jsonValue({ maxDepth: 2 });
}

const arbitraryBuilders: Readonly<
  Record<string, (schema: JsonSchema, known: KnownValues, name: string) => ValueArbitrary>
> = {
  object: buildObjects,
  array: buildArrays,
  string: buildTexts,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  integer: ({ minimum = 0, maximum = 1_000 }) => fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31 - 1) }),
  number: ({ minimum = 0, maximum = 1_000 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
};

function buildObjects({ properties = {}, required = [] }: JsonSchema, known: KnownValues): ValueArbitrary {
  const fields = Object.entries(properties).map(
    ([name, each]) => [name, buildValueArbitrary(each, known, name)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}

/** Short ones, for a long list says nothing that a short one doesn't; how long one may be, the hostile values try. */
function buildArrays(
  { items, prefixItems, minItems = 0, maxItems = 3 }: JsonSchema,
  known: KnownValues,
  name: string,
): ValueArbitrary {
  if (prefixItems) return fc.tuple(...prefixItems.map((each) => buildValueArbitrary(each, known)));
  const singular = name.replace(/s$/, "");
  return fc.array(buildValueArbitrary(items || {}, known, singular), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, 3)),
  });
}

const formatArbitraries: Readonly<Record<string, ValueArbitrary>> = {
  "date-time": fc
    .date({ min: new Date("2020-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((each) => each.toISOString()),
  date: fc
    .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((each) => each.toISOString().slice(0, 10)),
};

function buildTexts({ format, pattern, examples, minLength = 0, maxLength = 40 }: JsonSchema): ValueArbitrary {
  const usual = format === undefined ? undefined : formatArbitraries[format];
  if (usual) return usual;
  if (examples) return fc.constantFrom(...examples);
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const texts = fc.string({ unit: "grapheme", minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
  // Texts that are printed are refused for a character that no font has, which most characters of Unicode are.
  const printable = texts.map((text) => toPrintableText(text).replaceAll("\uFFFD", "a"));
  return fc.oneof({ weight: 40, arbitrary: printable }, { weight: 1, arbitrary: texts });
}
