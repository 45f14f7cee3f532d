/** What a log line may carry: identifiers, codes and numbers; never a body, a header, a name or an address. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line of JSON, with its moment in UTC, under a stable code such as `registration.submitted`. */
export function log(code: string, fields: Fields = {}, level: "info" | "warn" | "error" = "info"): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, code, ...fields })}\n`);
}

/**
 * The kind of an error and the position of its first frame, without its message: messages may quote what people wrote,
 * also in a line that looks like a frame.
 */
export function errorKind(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { stack = "", message, name } = error;
  const afterMessage = stack.slice(stack.indexOf(message) + message.length);
  const frame = afterMessage.split("\n").find((each) => /^\s+at .*:\d+:\d+\)?$/.test(each));
  return { error: name, where: frame?.trim().slice(0, 200) };
}
