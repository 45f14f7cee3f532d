import * as z from "zod/mini";

const inEnglish = { error: z.locales.en().localeError };

/** Parses, or says in English what is wrong and where; zod/mini alone has no words. */
export function parse<T extends z.ZodMiniType>(
  schema: T,
  value: unknown,
): { readonly value: z.output<T> } | { readonly wrong: string } {
  const result = z.safeParse(schema, value, inEnglish);
  return result.success ? { value: result.data } : { wrong: z.prettifyError(result.error) };
}
