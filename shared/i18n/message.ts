/** The values of a message's placeholders. */
export type Values = Readonly<Record<string, string | number>>;

/** The key of a message: its path in a file of `locales/`, such as `mail.approved.subject`. An unknown key does not compile. */
export type MessageKey<Namespace> = Namespace extends unknown
  ? {
      [Key in keyof Namespace & string]: Namespace[Key] extends string ? Key : `${Key}.${MessageKey<Namespace[Key]>}`;
    }[keyof Namespace & string]
  : never;

/** The key of a field's name. A dot in a key is a level of nesting, so the dots of the path become underscores. */
export const toFieldKey = (path: string) => `field.${toFieldName(path)}` as const;

/** The questions of a conference have one name in all of its texts. */
const toFieldName = (path: string) =>
  path.startsWith("answers.") || path.startsWith("staffAnswers.")
    ? path.slice(0, path.indexOf("."))
    : path.replaceAll(".", "_");

/** The message of a key, or `undefined`. */
export function findMessage(messages: object, key: string): string | undefined {
  let found: unknown = messages;
  for (const part of key.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return typeof found === "string" ? found : undefined;
}
