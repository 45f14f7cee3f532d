import type * as z from "zod/mini";
import { check } from "#shared/contract/faults.ts";
import { application } from "#shared/contract/registration.ts";
import type { Language } from "#shared/domain/conference.ts";
import { nested } from "../../form/values.ts";
import type { ConferenceAnswer } from "../use-conference.ts";
import type { Draft } from "./draft.ts";
import { fieldsOf, type Step, steps } from "./steps.ts";

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

/** What the contract's rules find in the fields of a step. */
export function faultsIn(step: Step, draft: Draft, conference: ConferenceAnswer | undefined, language: Language) {
  const body = bodyOf(draft, conference, language);
  // A person without any name yet isn't a person without a name: each missing part is told at its own field.
  const checked = check(application, { ...body, person: body.person ?? {} });
  if (!("faults" in checked)) return [];
  const fields = fieldsOf(step, draft, conference);
  return checked.faults.filter(({ path }) => fields.includes(path));
}
