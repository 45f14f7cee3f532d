import * as z from "zod/mini";

/** A variable that must be there. */
export const variable = z.string().check(z.minLength(1));

/** What a function that works on the table needs to know. */
export const tableEnvironment = { TABLE: variable };

/** The function's environment, or an error at start that names what is missing. */
export function environmentOf<T extends z.ZodMiniType>(schema: T): z.output<T> {
  return z.parse(schema, process.env);
}
