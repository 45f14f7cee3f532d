import fc from "fast-check";

/** A JSON Schema as the OpenAPI document has it: the words that it uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
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

type Values = fc.Arbitrary<unknown>;

/** What a field is called decides what may stand in it besides what its schema says: a registration that is there. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Values that a schema allows; a field that is called as something known has one of those. */
export function valuesOf(schema: Schema, known: Known, name = ""): Values {
  const found = known[name];
  if (found && found.length > 0) return fc.constantFrom(...found);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => valuesOf(each, known, name)));
  const make = makers[schema.type ?? ""];
  return make ? make(schema, known, name) : fc.jsonValue({ maxDepth: 2 });
}

const makers: Readonly<Record<string, (schema: Schema, known: Known, name: string) => Values>> = {
  object: objects,
  array: arrays,
  string: texts,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  integer: ({ minimum = 0, maximum = 1_000 }) => fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31 - 1) }),
  number: ({ minimum = 0, maximum = 1_000 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
};

function objects({ properties = {}, required = [] }: Schema, known: Known): Values {
  const fields = Object.entries(properties).map(([name, each]) => [name, valuesOf(each, known, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}

/** Short ones, for a long list says nothing that a short one doesn't; how long one may be, the hostile values try. */
function arrays({ items, prefixItems, minItems = 0, maxItems = 3 }: Schema, known: Known, name: string): Values {
  if (prefixItems) return fc.tuple(...prefixItems.map((each) => valuesOf(each, known)));
  const singular = name.replace(/s$/, "");
  return fc.array(valuesOf(items || {}, known, singular), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, 3)),
  });
}

const formats: Readonly<Record<string, Values>> = {
  "date-time": fc
    .date({ min: new Date("2020-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((each) => each.toISOString()),
  date: fc
    .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((each) => each.toISOString().slice(0, 10)),
};

function texts({ format, pattern, examples, minLength = 0, maxLength = 40 }: Schema): Values {
  const usual = format === undefined ? undefined : formats[format];
  if (usual) return usual;
  if (examples) return fc.constantFrom(...examples);
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: "grapheme", minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
}
