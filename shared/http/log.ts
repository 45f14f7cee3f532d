/** What a log line may carry: identifiers, codes and numbers; never a body, a header, a name or an address. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line of JSON, with its moment in UTC, under a stable code such as `registration.submitted`. */
export function log(code: string, fields: Fields = {}, level: "info" | "warn" | "error" = "info"): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, code, ...fields })}\n`);
}

/** The kind of an error, without its message: messages may quote what people wrote. */
export function errorKind(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack?.split("\n").find((each) => each.trimStart().startsWith("at "));
  return { error: error.name, where: frame?.trim().slice(0, 200) };
}
