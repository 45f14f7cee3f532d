import type * as z from "zod/mini";
import type { application } from "#shared/contract/registration.ts";
import type { Language } from "#shared/domain/conference.ts";
import { nested } from "../../form/values.ts";
import type { ConferenceAnswer } from "../use-conference.ts";
import type { Draft } from "./draft.ts";
import { fieldsOf, steps } from "./steps.ts";

export type Body = z.input<typeof application>;

/** What is sent: the answers to the questions that this category is asked, and no others. */
export function bodyOf(draft: Draft, conference: ConferenceAnswer | undefined, language: Language): Body {
  const asked = new Set(steps.flatMap((step) => fieldsOf(step, draft, conference)));
  const answered = Object.entries(draft.values).filter(([path]) => asked.has(path));
  return {
    ...nested(Object.fromEntries(answered)),
    language,
    uploads: Object.values(draft.uploads),
  } as unknown as Body;
}
