import * as z from "zod/mini";
import { actions, actorKinds } from "#shared/domain/change.ts";
import { mailTroubles } from "#shared/domain/mail-state.ts";
import { likenesses } from "#shared/domain/same-person.ts";
import { targetReason } from "./composition.ts";
import { email, id, line, lines, namePart, title } from "./fields.ts";
import { foundRegistration, registrationAnswer } from "./registration.ts";

/** Words of a name, an organization or an address, in any order, whole or their beginnings. */
export const search = z.strictObject({ text: line(200) });

export const searchAnswer = z.object({ items: z.array(foundRegistration), next: z.nullable(z.string()) });

/** The registration itself, to be shown side by side with who may be the same person. */
export const possibleDuplicates = z.object({
  registration: registrationAnswer,
  items: z.array(z.object({ matched: z.array(z.enum(likenesses)), registration: registrationAnswer })),
  next: z.null(),
});

/** Somebody who looked like the same person, and isn't. */
export const distinction = z.strictObject({ registrationId: id });

const step = z.object({ before: z.optional(z.string()), after: z.string() });

/** A mail about a registration: promised, sent or failed since when, and what went wrong with it. */
const mailed = z.object({
  kind: z.string(),
  state: z.enum(["promised", "sent", "failed"]),
  at: z.string(),
  troubles: z.array(z.enum(mailTroubles)),
});

/** What happened, the latest first. Of fields it says which changed, never from what to what. */
export const history = z.object({
  items: z.array(
    z.object({
      at: z.string(),
      /** The registration's version afterwards. */
      version: z.int(),
      /** `move-up`: somebody of the same delegation left, and the place was passed on. */
      action: z.enum([...actions, "move-up"]),
      /** Which of the staff it was, staff alone are told. */
      by: z.object({ kind: z.enum(actorKinds), id: z.optional(z.string()) }),
      reason: z.optional(z.string()),
      accreditation: step,
      seat: step,
      fields: z.array(z.string()),
      /** The targets that a seat from the line brought nearer, where the line is ordered by them; staff alone are told. */
      towards: z.optional(z.array(targetReason)),
      /** What was mailed of it, and how that stands; staff alone are told. */
      mails: z.optional(z.array(mailed)),
    }),
  ),
  next: z.nullable(z.string()),
});

export const protection = z.strictObject({
  alias: z.strictObject({ nameOnBadge: namePart, organization: z.optional(title) }),
  /** The addresses of staff who may open the real name. */
  readers: z.array(email).check(
    z.minLength(1),
    z.maxLength(20),
    z.refine((all) => new Set(all.map((each) => each.toLowerCase())).size === all.length, { error: "duplicate" }),
  ),
  reason: z.optional(lines(2000)),
});

/** A reader says why they open a name. */
export const nameOpening = z.strictObject({ reason: lines(500).check(z.minLength(1)) });
