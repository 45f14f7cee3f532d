/** The way to a value: the names of fields, and the positions in lists. */
export type Path = readonly (string | number)[];

/** Every value in a record, by its path: texts, numbers, flags, lists and objects. */
export function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([name, each]) => listPaths(each, [...path, name])),
  ];
}

/** A copy with another value at a path. @param by `undefined`: without the field */
export function replaceAt(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const fields = copy as Record<string | number, unknown>;
  fields[name] = replaceAt(fields[name], rest, by);
  if (fields[name] === undefined) delete fields[name];
  return copy;
}

export const readAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((each, name) => (each as Record<string | number, unknown>)[name], value);

/** Values of another type than that at a path. A record may be any object, so none is in place of an object. */
export function listOtherTypes(value: unknown): readonly unknown[] {
  if (typeof value === "object") return ["5", 5.5, true, null];
  return ["5", 5.5, true, null, ["x", 1], { x: 1 }].filter((other) => typeof other !== typeof value);
}
