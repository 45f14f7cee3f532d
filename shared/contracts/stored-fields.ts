import * as z from "zod/mini";
import { isTime } from "#shared/text/text-rules.ts";

/*
 * The parts of which the contracts of stored items are made. A text is of any length and form, because an older version of
 * the rules may have accepted what the present one does not.
 */

export const text = z.string();
export const optionalText = z.optional(text);
export const texts = z.array(text);
export const optionalFlag = z.optional(z.boolean());

/** An integer from 0. */
export const count = z.int().check(z.nonnegative());

/** The version of a stored item. */
export const version = z.int().check(z.minimum(1));

/** A time of RFC 3339. */
export const time = text.check(z.refine(isTime));

/** Without a bound, always. */
export const period = z.object({ opensAt: z.optional(time), closesAt: z.optional(time) });

/** A text in each language in which it is available. English is always present. */
export const localizedText = z.object({
  en: text,
  ...{ fr: optionalText, es: optionalText, ar: optionalText, zh: optionalText, ru: optionalText },
});
