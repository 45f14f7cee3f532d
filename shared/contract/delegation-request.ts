import * as z from "zod/mini";
import { category } from "./conference.ts";
import { country, email, language, texts } from "./fields.ts";

const distinct = z.refine<readonly string[]>((all) => new Set(all).size === all.length, { error: "duplicate" });

/** What anybody says of an organization that attends, or wants to. */
export const said = {
  name: texts,
  category,
  country: z.optional(country),
  focalPoints: z.array(email).check(z.minLength(1), z.maxLength(10), distinct),
  /** Of the mails to its focal points. */
  language: z._default(language, "en"),
};

/** In a file of its own, for the form's page checks by it. An organization asks to attend; quota and reserve are for the secretariat to say. */
export const delegationRequest = z.strictObject(said);
