/** A form as one fills it in: a value by the path of its field, such as `person.givenName`. */
export type Value = string | boolean | readonly string[];
export type FormValues = Readonly<Record<string, Value>>;

export const textOf = (values: FormValues, path: string): string => {
  const value = values[path];
  return typeof value === "string" ? value : "";
};

export const listOf = (values: FormValues, path: string): readonly string[] => {
  const value = values[path];
  return Array.isArray(value) ? value : [];
};

/** The element of a field, and where the error summary leads. */
export const idOf = (path: string) => `f-${path.replaceAll(".", "-")}`;

/** What the contract takes: nested, and without what was left empty. */
export function nested(values: FormValues): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    if (typeof value === "string" && value.trim() === "") continue;
    const [first = "", second] = path.split(".");
    if (second === undefined) body[first] = value;
    else body[first] = { ...(body[first] as object | undefined), [second]: value };
  }
  return body;
}

/** The other way round: what stands, by path. */
export function flat(body: object, before = ""): FormValues {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value, `${before}${name}.`))
        : [[before + name, value]],
    ),
  );
}
