import * as z from "zod/mini";
import {
  category,
  country,
  id,
  language,
  localizedParagraphs,
  localizedText,
  namePart,
  printableLine,
  slug,
  storedText,
  title,
  uniqueItems,
} from "#shared/contracts/fields.ts";
import { genders } from "#shared/model/registration.ts";
import { balanceDimensions } from "./balance.rules.ts";
import { panelRoles } from "./programme.rules.ts";

/** A registration says who the person is: what else is given is not stored. Without one, the person has a name. */
const panelPerson = z
  .strictObject({
    role: z.enum(panelRoles),
    registrationId: z.optional(id),
    name: z.optional(namePart),
    organization: z.optional(title),
    functionTitle: z.optional(title),
    gender: z.optional(z.enum(genders)),
    country: z.optional(country),
    category: z.optional(category),
  })
  .check(
    z.refine(({ registrationId, name }) => registrationId !== undefined || name !== undefined, {
      path: ["name"],
      error: "required",
    }),
  );

const panel = z.strictObject({
  panelId: slug,
  title: localizedText,
  people: z.array(panelPerson).check(
    z.maxLength(40),
    // Two people may have the same name, and no two the same registration.
    uniqueItems((person) => person.registrationId ?? person),
  ),
});

/** What a request leaves out stays as it is. */
export const programmeRequest = z.strictObject({
  sessions: z.optional(
    z
      .array(
        z.strictObject({
          sessionId: slug,
          room: z.optional(printableLine(120)),
          description: z.optional(localizedParagraphs(4_000)),
          panels: z._default(z.array(panel).check(z.maxLength(20)), []),
        }),
      )
      .check(
        z.maxLength(200),
        uniqueItems(({ sessionId }) => sessionId),
        z.refine(
          (sessions) => {
            const ids = sessions.flatMap(({ panels }) => panels.map(({ panelId }) => panelId));
            return new Set(ids).size === ids.length;
          },
          { error: "duplicate" },
        ),
      ),
  ),
  /** `true` publishes the programme as it is after this request; `false` takes it back. Absent: what is public stays. */
  published: z.optional(z.boolean()),
});

const personResponse = z.object({
  role: z.enum(panelRoles),
  name: z.string(),
  organization: z.optional(z.string()),
  functionTitle: z.optional(z.string()),
  country: z.optional(z.string()),
  /** For the secretariat, and for the person themselves. */
  registrationId: z.optional(id),
  /** For the secretariat. */
  gender: z.optional(z.enum(genders)),
  category: z.optional(z.string()),
  accreditation: z.optional(z.string()),
  /** The role of the registration, which the badge shows. */
  registeredRole: z.optional(z.string()),
  registrationVersion: z.optional(z.int()),
  isProtected: z.optional(z.literal(true)),
  /** The registration was withdrawn, rejected or revoked, so that the public does not see the person. */
  isGone: z.optional(z.literal(true)),
});

const balance = z.object({
  people: z.int(),
  dimensions: z.array(
    z.object({
      dimension: z.enum(balanceDimensions),
      known: z.int(),
      values: z.array(
        z.object({ value: z.string(), people: z.int(), share: z.number(), target: z.optional(z.number()) }),
      ),
    }),
  ),
});

export const programmeResponse = z.object({
  /** For the secretariat that of the draft, for anyone else that of the published programme; `0` without one. */
  version: z.int(),
  published: z.optional(z.object({ version: z.int(), at: z.string() })),
  timeZone: z.string(),
  /** All sessions of the conference, in the order of their times. */
  sessions: z.array(
    z.object({
      sessionId: z.string(),
      title: storedText,
      startsAt: z.string(),
      endsAt: z.string(),
      room: z.optional(z.string()),
      description: z.optional(storedText),
      panels: z.array(z.object({ panelId: z.string(), title: storedText, people: z.array(personResponse) })),
    }),
  ),
  /** For the secretariat: the composition of the draft. */
  balance: z.optional(z.object({ programme: balance, panels: z.array(z.extend(balance, { panelId: z.string() })) })),
});

export const programmeCalendarQuery = z.strictObject({ language: z._default(language, "en") });
