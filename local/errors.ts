import * as z from "zod/mini";

/** A condition that prevents the start and that the user can correct. Its message is all that the user sees. */
export class StartError extends Error {
  override readonly name = "StartError";
}

export const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const englishErrors = { error: z.locales.en().localeError };

/**
 * @throws the error that `toError` creates from a description of the faults in English; zod/mini has no texts of its
 * own
 */
export function parseWithSchema<T extends z.ZodMiniType>(
  schema: T,
  value: unknown,
  toError: (faults: string) => Error,
): z.output<T> {
  const result = z.safeParse(schema, value, englishErrors);
  if (!result.success) throw toError(z.prettifyError(result.error));
  return result.data;
}
