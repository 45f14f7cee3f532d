/** What a message is filled in with. */
export type Values = Readonly<Record<string, string | number>>;

/** The name of a message: its path in a file of `locales/`, such as `mail.approved.subject`. An unknown name doesn't compile. */
export type MessageKey<Namespace> = Namespace extends unknown
  ? {
      [Key in keyof Namespace & string]: Namespace[Key] extends string ? Key : `${Key}.${MessageKey<Namespace[Key]>}`;
    }[keyof Namespace & string]
  : never;

/** The message that names a field of the contract. A dot in a key is a level of nesting, so the path's dots are underscores. */
export const fieldKey = (path: string) => `field.${path.replaceAll(".", "_")}` as const;

/** The message of this name, or undefined if there is none. */
export function findMessage(messages: object, key: string): string | undefined {
  let found: unknown = messages;
  for (const part of key.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return typeof found === "string" ? found : undefined;
}
