import * as z from "zod/mini";
import {
  badgeLimits,
  id,
  multiLine,
  page,
  singleLine,
  singlePage,
  slug,
  storedText,
  time,
  zone,
} from "#shared/contracts/fields.ts";
import { type AttendanceDimension, attendanceDimensions, scanRefusalReasons } from "#shared/model/check-in.ts";
import { pageQuery } from "#shared/registrations/contract.ts";

export const badgeRequest = z.strictObject({ reason: z.optional(multiLine(500).check(z.minLength(1))) });

export const badgeResponse = z.object({ serial: z.int(), token: z.string(), pdf: z.string() });

export const badgeKeysResponse = singlePage(
  z.object({ keyId: z.string(), algorithm: z.literal("Ed25519"), publicKey: z.string() }),
);

const scanId = z.string().check(z.regex(/^[\x21-\x7e]{1,100}$/));

/** The limits of a badge. Without `days` it is good for every day, without `zones` for every zone. */
export const badgeAccess = z.strictObject({
  days: z.optional(badgeLimits.days),
  zones: z.optional(badgeLimits.zones),
});

const scanItem = z.strictObject({
  scanId,
  token: z.string(),
  at: time,
  /** Whether the gate decided offline. */
  offline: z.optional(z.boolean()),
  /** Whether the gate admitted the person. Without it, the badge decides as it was at that time. */
  admitted: z.optional(z.boolean()),
  /** Admits a person in spite of a refusal for re-entry or a wrong day, as an incident. */
  override: z.optional(z.strictObject({ reason: singleLine(500) })),
});

/** A scan that does not match its schema. It is refused alone, so that the other scans of the call are recorded. */
interface MalformedScan {
  readonly scanId: string;
  readonly issues: readonly z.core.$ZodIssue[];
}

type ScanEntry = z.output<typeof scanItem> | MalformedScan;

export const isMalformed = (scan: ScanEntry): scan is MalformedScan => "issues" in scan;

const getScanId = (input: unknown): string => {
  const { scanId: given } = (input ?? {}) as { readonly scanId?: unknown };
  return typeof given === "string" ? given : "";
};

const scanEntry = z.catch(
  z.pipe(
    scanItem,
    z.transform((scan): ScanEntry => scan),
  ),
  ({ input, error }) => ({ scanId: getScanId(input), issues: error.issues }),
);

/** A call with malformed scans only is refused as a whole, with their errors. */
const hasWellFormedScan = z.check<readonly ScanEntry[]>(({ value, issues }) => {
  if (!value.every(isMalformed)) return;
  for (const [index, scan] of value.entries())
    issues.push(...scan.issues.map((issue) => ({ ...issue, path: [index, ...issue.path] }) as z.core.$ZodRawIssue));
});

export const scansRequest = z.strictObject({
  gate: singleLine(60),
  direction: z.enum(["in", "out"]),
  /** The zone that the gate leads to, to be compared with the zones of the badge. */
  zone: z.optional(zone),
  /** The session that the gate leads to, if it has a gate of its own. */
  sessionId: z.optional(slug),
  /** The gate's clock when it sends the request, by which the server corrects the times of the scans. */
  sentAt: z.optional(time),
  scans: z.array(scanEntry).check(z.minLength(1), z.maxLength(200), hasWellFormedScan),
});

const refusalReason = z.enum(scanRefusalReasons);

export const scansResponse = singlePage(
  z.object({
    scanId: z.string(),
    verdict: z.enum(["admit", "refuse"]),
    reason: z.optional(refusalReason),
    message: z.optional(z.string()),
    /** The live serial; since when and where the person is inside; the members of the delegation who are. */
    details: z.optional(
      z.object({
        serial: z.optional(z.int()),
        since: z.optional(z.string()),
        gate: z.optional(z.string()),
        inside: z.optional(z.array(z.string())),
      }),
    ),
    /** Why the history would have refused an offline event, or what was overridden. The event becomes an incident. */
    conflict: z.optional(refusalReason),
    person: z.optional(
      z.object({
        nameOnBadge: z.string(),
        category: z.string(),
        organization: z.optional(z.string()),
        /** The URL of the photo, once it has been checked, valid for a minute. */
        photo: z.optional(z.string()),
      }),
    ),
  }),
);

export const headcountResponse = z.object({
  inside: z.int(),
  gates: z.array(z.object({ gate: z.string(), inside: z.int() })),
  sessions: z.array(z.object({ sessionId: z.string(), inside: z.int() })),
});

export const attendanceQuery = z.strictObject({ by: z.optional(z.enum(attendanceDimensions)) });

/** Confirmed people, those who came, and the confirmed ones who never did. */
const attendanceCount = { confirmed: z.int(), attended: z.int(), noShows: z.int() };

/** Scans on the way in, and on the way out. */
const scanCounts = { entries: z.int(), exits: z.int() };

const intervalCount = { day: z.string(), from: z.string(), arrivals: z.int(), ...scanCounts, inside: z.int() };

const createAttendanceResponse = <By extends AttendanceDimension, Shape extends z.core.$ZodLooseShape>(
  by: By,
  item: Shape,
) =>
  z.object({
    asOf: z.string(),
    by: z.literal(by),
    /** At the venue. */
    total: z.object(attendanceCount),
    items: z.array(z.object(item)),
  });

/** The attendance by the dimension of the query; by day without one. */
export const attendanceResponse = z.discriminatedUnion("by", [
  /** `expected`: confirmed people whose badge is good for the day. `firstTime`: those who had not come before. */
  createAttendanceResponse("day", {
    ...{ day: z.string(), expected: z.int(), attended: z.int(), firstTime: z.int() },
    ...scanCounts,
  }),
  /** `noShows`: of the people with a `seat`, if the session has scans. */
  createAttendanceResponse("session", {
    ...{ sessionId: z.string(), attended: z.int(), entries: z.int(), seats: z.int(), noShows: z.optional(z.int()) },
  }),
  createAttendanceResponse("category", { category: z.string(), ...attendanceCount }),
  /** The last item, of people in no delegation, has no name. */
  createAttendanceResponse("delegation", {
    ...{ delegationId: z.optional(id), name: z.optional(storedText) },
    ...attendanceCount,
  }),
  /** `arrivals`: people who came for the first time that day. `inside`: at the end of the hour. */
  createAttendanceResponse("hour", intervalCount),
  /** As by hour, of 15 minutes each. */
  createAttendanceResponse("quarter-hour", intervalCount),
]);

const gateListCursor = z.optional(z.string().check(z.regex(/^[\w-]{1,1100}$/)));

export const gateListQuery = z.strictObject({ since: gateListCursor, cursor: gateListCursor });

const gateBadge = z.object({
  registrationId: id,
  serial: z.int(),
  /** Why it is not valid now. */
  invalidReason: z.optional(z.enum(["revoked", "withdrawn", "not-confirmed"])),
  nameOnBadge: z.string(),
  category: z.string(),
  organization: z.optional(z.string()),
  delegationId: z.optional(z.string()),
  access: z.optional(z.object({ days: z.optional(z.array(z.string())), zones: z.optional(z.array(z.string())) })),
  sessions: z.optional(z.array(z.string())),
});

/** The changes. Each row replaces the one before it. */
export const gateListResponse = z.object({
  conferenceId: z.string(),
  /** The name of this conference in tokens. */
  conferenceTag: z.string(),
  /** The server's clock. */
  at: z.string(),
  timeZone: z.string(),
  /** The local time at which a day ends: a person who is still inside counts as out from then on. */
  dayEndsAt: z.string(),
  /** The sessions that only holders of a seat in them may enter. */
  seatedSessions: z.array(z.string()),
  keys: badgeKeysResponse.shape.items,
  items: z.array(gateBadge),
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
  /** How many members of a delegation may be inside at once; without a number, all. */
  delegations: z.array(z.object({ delegationId: z.string(), insideAtOnce: z.optional(z.int()) })),
  /** On the last page: the value of `since` for the next request. */
  since: z.nullable(z.string()),
  next: z.nullable(z.string()),
});

export const incidentsQuery = pageQuery;

/** The events that the ordered history would have refused, and those that an operator admitted in spite of a refusal. */
export const incidentsResponse = page(
  z.object({
    scanId: z.string(),
    registrationId: id,
    serial: z.int(),
    place: z.string(),
    gate: z.string(),
    direction: z.enum(["in", "out"]),
    at: z.string(),
    reason: refusalReason,
    /** The event that it contradicts. */
    contradictedScan: z.optional(z.object({ scanId: z.string(), gate: z.string(), at: z.string() })),
    /** Why the operator admitted the person. */
    override: z.optional(z.object({ reason: z.string() })),
  }),
);

/** The check-in events of a person, and the incidents among them. */
export const checkInsResponse = z.extend(
  singlePage(
    z.object({
      scanId: z.string(),
      at: z.string(),
      /** `venue`, or `session:` and the session's identifier. */
      place: z.string(),
      gate: z.string(),
      direction: z.enum(["in", "out"]),
      serial: z.int(),
      /** Why the ordered history would have refused it, or which refusal an operator overrode. */
      incident: z.optional(z.object({ reason: refusalReason, override: z.optional(z.object({ reason: z.string() })) })),
    }),
  ),
  /** Where the person is inside now. */
  { inside: z.array(z.object({ place: z.string(), gate: z.string(), since: z.string() })) },
);

/** When the emails with certificates were requested. Who has one and had no such email gets it. */
export const certificateEmailsResponse = z.object({ at: z.string() });
