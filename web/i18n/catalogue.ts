/** The shape that every language's catalogue has: a missing or a surplus text doesn't compile. */
export type Translated<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Translated<T[Key]> };

/** The name of a text, such as `form.next`. One that the page's catalogue doesn't have doesn't compile. */
export type KeyOf<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${KeyOf<T[Key]>}`;
}[keyof T & string];

/** Walks down by the longest name first, for a field's name may hold dots: `field.person.givenName`. */
export function find(node: unknown, key: string): string | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  if (Object.hasOwn(node, key)) {
    const text = (node as Record<string, unknown>)[key];
    return typeof text === "string" ? text : undefined;
  }
  const [first = "", ...rest] = key.split(".");
  return Object.hasOwn(node, first) ? find((node as Record<string, unknown>)[first], rest.join(".")) : undefined;
}
