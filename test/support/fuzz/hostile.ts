import fc from "fast-check";

const repeatText = (text: string, times: number, end = "") => text.repeat(times) + end;

/** Texts that make a careless pattern try for ever, or a careless program stumble. */
const hostileTexts = [
  repeatText("a", 50_000, "!"),
  repeatText(" ", 50_000, "x"),
  repeatText("a@", 20_000),
  repeatText("a.", 20_000, "@"),
  repeatText("-", 50_000),
  repeatText("0", 50_000, "Z"),
  repeatText("\u0301", 20_000),
  repeatText("\u{1f468}\u200d", 5_000),
  repeatText("\u202e", 1_000),
  repeatText("ﷺ", 10_000),
  repeatText("\uffff", 100),
  "\ud800",
  "\u0000",
  "2027-13-45T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "__proto__",
  "constructor",
  "../../../etc/passwd",
  "$ {{<%[%'\"}}%\\.",
  "=1+1",
  "a@b\r\nBcc: c@example.org",
  "Mars/Olympus",
  "xn--\u0000.example",
];

const hostileNumbers = [-1, 0, 1.5, -0, 2 ** 31, 2 ** 53, 1e21, 1e308, -1e308, 5e-324];

/** Lists or objects inside each other, as text: deeper than what writes JSON would go. */
export const buildNestedText = (depth: number, [open, close]: readonly [string, string] = ["[", "]"]) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;

/** An object with its own `__proto__`, as `JSON.parse` makes it. */
const buildPrototypeObject = (value: unknown): unknown => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`);

const hostileNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "toJSON",
  "length",
  "",
];

const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.constantFrom(...hostileNumbers),
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    "",
    Array(5_000).fill(0),
    Array(2_000).fill({}),
    JSON.parse(buildNestedText(1_000)),
    JSON.parse(buildNestedText(800, ['{"a":', "}"])),
  ),
  fc.constantFrom<unknown>(buildPrototypeObject({ admin: true }), { constructor: { prototype: { admin: true } } }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.jsonValue({ maxDepth: 4 }),
);

interface BodyMutation {
  readonly at: number;
  readonly kind: "replace" | "remove" | "add";
  readonly name: string;
  readonly value: unknown;
}

const mutationArbitrary: fc.Arbitrary<BodyMutation> = fc.record({
  at: fc.nat(10_000),
  kind: fc.constantFrom("replace", "replace", "remove", "add"),
  name: fc.oneof(fc.constantFrom(...hostileNames), fc.string({ maxLength: 20 })),
  value: hostileValues,
});

/** A body that is right, and the same with up to three things wrong in it; now and then something else altogether. */
export const spoilBody = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: right },
    {
      weight: 6,
      arbitrary: fc
        .tuple(right, fc.array(mutationArbitrary, { minLength: 1, maxLength: 3 }))
        .map(([value, all]) => all.reduce(applyMutation, structuredClone(value))),
    },
    { weight: 1, arbitrary: hostileValues },
  );

type BodyPlace = { readonly holder: Record<string, unknown>; readonly key: string };

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Every field and element, at any depth that a right body has. */
function listPlaces(value: unknown, depth = 0): BodyPlace[] {
  if (!isContainer(value) || depth > 8) return [];
  return Object.keys(value)
    .slice(0, 50)
    .flatMap((key) => [{ holder: value, key }, ...listPlaces(value[key], depth + 1)]);
}

function applyMutation(body: unknown, { at, kind, name, value }: BodyMutation): unknown {
  const places = listPlaces(body);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return structuredClone(value);
  if (kind === "remove") delete place.holder[place.key];
  else defineOwnProperty(place.holder, kind === "add" ? name : place.key, structuredClone(value));
  return body;
}

/** Also where the name is `__proto__`, which an assignment would take for something else. */
export const defineOwnProperty = (holder: object, key: string, value: unknown) => {
  if (Array.isArray(holder) && key === "length") return;
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};
