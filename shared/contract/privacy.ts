import * as z from "zod/mini";
import { erasureReasons } from "#shared/domain/erased.ts";
import { roles } from "#shared/domain/registration.ts";
import { language } from "./fields.ts";
import { history } from "./people.ts";
import { registrationAnswer } from "./registration.ts";

/** What of the reasons a caller may give; the other is Palais's own. A word in the address is no personal data. */
export const erasureQuery = z.strictObject({
  because: z.optional(z.enum(["at-their-request", "registered-by-mistake", "ordered-by-law"])),
});

const count = z.int();

const erasure = z.object({
  begunAt: z.string(),
  because: z.enum(erasureReasons),
  /** Absent while traces are still looked for, which takes an hour at most. */
  doneAt: z.optional(z.string()),
  /** What was found beside the registration, and is gone or says nothing any more. */
  traces: z.optional(
    z.object({
      entries: count,
      documents: count,
      openings: count,
      proposals: count,
      lists: count,
      suppressions: count,
      /** Receipts from before these were erased have none. */
      prints: z.optional(count),
    }),
  ),
});

/** The receipt; the entries of the history prove it. */
export const erasureAnswer = z.object({ registrationId: z.string(), erasure });

/** Who of the staff it was, as what they work: who they are isn't the person's to know. */
const opening = z.object({ at: z.string(), by: z.literal("staff"), reason: z.string() });

/** The proposal of somebody who reviews. */
const proposal = z.object({
  at: z.string(),
  decision: z.string(),
  reason: z.optional(z.string()),
  fields: z.optional(z.array(z.string())),
  until: z.optional(z.string()),
});

const { items: chapters } = history.shape;

export const ownData = z.object({
  asOf: z.string(),
  /** Until when it is kept, and until when the files are. */
  keptUntil: z.object({ people: z.string(), documents: z.string() }),
  registration: registrationAnswer,
  /** What is noted of it and no form shows. */
  noted: z.object({
    role: z.enum(roles),
    language,
    addressConfirmed: z.boolean(),
    /** A keyed hash of the passport's number is kept, and the number nowhere. */
    passportDigest: z.optional(z.string()),
    alias: z.optional(z.object({ nameOnBadge: z.string(), organization: z.optional(z.string()) })),
    corrected: z.optional(
      z.array(z.object({ path: z.string(), before: z.optional(z.unknown()), after: z.optional(z.unknown()) })),
    ),
    badges: z.array(
      z.object({ serial: z.int(), from: z.string(), until: z.optional(z.string()), ended: z.optional(z.string()) }),
    ),
    /** The words by which staff find it. */
    foundBy: z.array(z.string()),
    /** How many other registrations were noted as possibly of the same person. */
    possibleDuplicates: z.int(),
    /** How many an officer has found to be somebody else. */
    toldApart: z.int(),
    /** The delegations that its address acts for. */
    actsFor: z.array(z.string()),
  }),
  history: chapters,
  documents: z.array(
    z.object({
      documentId: z.string(),
      kind: z.string(),
      at: z.string(),
      state: z.string(),
      fileType: z.optional(z.string()),
      /** For its owner, for a minute; staff open it as they always do, and say why. */
      url: z.optional(z.string()),
      openings: z.array(opening),
    }),
  ),
  nameOpenings: z.array(opening),
  proposals: z.array(proposal),
  mails: z.array(
    z.object({
      mailId: z.string(),
      kind: z.string(),
      promisedAt: z.string(),
      state: z.string(),
      at: z.optional(z.string()),
      comeback: z.optional(z.string()),
      reason: z.optional(z.string()),
      until: z.optional(z.string()),
    }),
  ),
  scans: z.array(
    z.object({ at: z.string(), gate: z.string(), direction: z.string(), place: z.string(), serial: z.int() }),
  ),
  presences: z.array(z.object({ place: z.string(), inside: z.boolean(), gate: z.string(), since: z.string() })),
  /** The serial of the badge that was printed last, and since when its owner has it, as far as the desk knows. */
  print: z.optional(z.object({ serial: z.int(), printedAt: z.string(), collectedAt: z.optional(z.string()) })),
  /** The letters of invitation that were issued. */
  visaLetters: z.array(
    z.object({
      number: z.int(),
      issuedAt: z.optional(z.string()),
      language: z.optional(language),
      state: z.enum(["valid", "revoked"]),
      /** By which its page is found; for its owner. */
      letterId: z.optional(z.string()),
    }),
  ),
  suppression: z.optional(z.object({ reason: z.string(), at: z.string(), liftedAt: z.optional(z.string()) })),
  erasure: z.optional(erasure),
});
