import * as z from "zod/mini";
import { refusalReasons } from "#shared/domain/entry/verdict.ts";
import { date, id, line, lines, slug, time } from "./fields.ts";
import { pageQuery } from "./registration.ts";

export const badgeRequest = z.strictObject({ reason: z.optional(lines(500).check(z.minLength(1))) });

export const badgeAnswer = z.object({ serial: z.int(), token: z.string(), pdf: z.string() });

export const badgeKeysAnswer = z.object({
  items: z.array(z.object({ keyId: z.string(), algorithm: z.literal("Ed25519"), publicKey: z.string() })),
  next: z.null(),
});

const scanId = z.string().check(z.regex(/^[\x21-\x7e]{1,100}$/));

/** A part of the venue, as the secretariat names it: `A`, `plenary`. */
const zone = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/));

const distinct = z.refine<readonly string[]>((all) => new Set(all).size === all.length, { error: "duplicate" });

/** What a badge is limited to; without days every day is good, without zones every zone. */
export const badgeAccess = z.strictObject({
  days: z.optional(z.array(date).check(z.minLength(1), z.maxLength(60), distinct)),
  zones: z.optional(z.array(zone).check(z.minLength(1), z.maxLength(60), distinct)),
});

const reading = z.strictObject({
  scanId,
  token: z.string().check(z.maxLength(600)),
  at: time,
  /** Decided by the gate alone, and heard of later. */
  offline: z.optional(z.boolean()),
  /** The gate let the person through. Where it doesn't say, the badge decides as it was at that moment. */
  admitted: z.optional(z.boolean()),
});

export const scans = z.strictObject({
  gate: line(60),
  direction: z.enum(["in", "out"]),
  /** Where the gate leads, to be compared with the zones of the badge. */
  zone: z.optional(zone),
  /** The session behind the gate, if it has one of its own. */
  sessionId: z.optional(slug),
  /** The gate's clock as it sends this, from which the server learns how far it is off. */
  sentAt: z.optional(time),
  scans: z.array(reading).check(
    z.minLength(1),
    z.maxLength(200),
    z.refine((all) => new Set(all.map((each) => each.scanId)).size === all.length, { error: "duplicate" }),
  ),
});

const reason = z.enum(refusalReasons);

export const scansAnswer = z.object({
  items: z.array(
    z.object({
      scanId: z.string(),
      verdict: z.enum(["admit", "refuse"]),
      reason: z.optional(reason),
      message: z.optional(z.string()),
      /** The serial that lives; since when and where the person is inside; which members of the delegation are. */
      particulars: z.optional(
        z.object({
          serial: z.optional(z.int()),
          since: z.optional(z.string()),
          gate: z.optional(z.string()),
          inside: z.optional(z.array(z.string())),
        }),
      ),
      /** What the history has against a passage that happened offline. It is kept, and stands among the incidents. */
      conflict: z.optional(reason),
      person: z.optional(
        z.object({
          nameOnBadge: z.string(),
          category: z.string(),
          organization: z.optional(z.string()),
          /** The address of the photo, once it has been checked, for a minute. */
          photo: z.optional(z.string()),
        }),
      ),
    }),
  ),
  next: z.null(),
});

export const headcountAnswer = z.object({
  inside: z.int(),
  gates: z.array(z.object({ gate: z.string(), inside: z.int() })),
  sessions: z.array(z.object({ sessionId: z.string(), inside: z.int() })),
});

const position = z.optional(z.string().check(z.regex(/^[\w-]{1,1100}$/)));

export const gateListQuery = z.strictObject({ since: position, cursor: position });

const badge = z.object({
  registrationId: id,
  serial: z.int(),
  /** Why it opens nothing now. */
  fault: z.optional(z.enum(["revoked", "withdrawn", "not-confirmed"])),
  nameOnBadge: z.string(),
  category: z.string(),
  organization: z.optional(z.string()),
  delegationId: z.optional(z.string()),
  access: z.optional(z.object({ days: z.optional(z.array(z.string())), zones: z.optional(z.array(z.string())) })),
  sessions: z.optional(z.array(z.string())),
});

/** What changed, as rows that each replace the one before it. */
export const gateListAnswer = z.object({
  conferenceId: z.string(),
  /** How tokens name this conference. */
  conferenceTag: z.string(),
  /** The server's clock as it answers. */
  at: z.string(),
  timeZone: z.string(),
  /** The sessions that only holders of a seat in them may enter. */
  seatedSessions: z.array(z.string()),
  keys: badgeKeysAnswer.shape.items,
  items: z.array(badge),
  presences: z.array(
    z.object({
      registrationId: id,
      place: z.string(),
      inside: z.boolean(),
      gate: z.string(),
      since: z.string(),
      scanId: z.string(),
    }),
  ),
  /** How many of a delegation may be inside at once; without a number, all. */
  delegations: z.array(z.object({ delegationId: z.string(), insideAtOnce: z.optional(z.int()) })),
  /** On the last page: what to send as `since` the next time. */
  since: z.nullable(z.string()),
  next: z.nullable(z.string()),
});

export const incidentsQuery = pageQuery;

/** Passages that gates decided alone and the ordered history would have refused. */
export const incidentsAnswer = z.object({
  items: z.array(
    z.object({
      scanId: z.string(),
      registrationId: id,
      serial: z.int(),
      place: z.string(),
      gate: z.string(),
      direction: z.enum(["in", "out"]),
      at: z.string(),
      reason,
      /** The passage that it contradicts. */
      against: z.optional(z.object({ scanId: z.string(), gate: z.string(), at: z.string() })),
    }),
  ),
  next: z.nullable(z.string()),
});
