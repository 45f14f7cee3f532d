import * as z from "zod/mini";
import { accreditationStates } from "#shared/model/registration.ts";
import { storedRegistration } from "#shared/registrations/stored-registration.contract.ts";

const seatSchema = z.looseObject({ state: z.enum(["none", "held", "waiting", "offered"]) });
const textsSchema = z.record(z.string(), z.string());

/** The parts of a stored registration from which its seats follow. A registration that has them is counted. */
export const registrationRowSchema = z.looseObject({
  registrationId: z.string(),
  conferenceId: z.string(),
  category: z.string(),
  submittedAt: z.string(),
  person: z.looseObject({}),
  accreditation: z.looseObject({ state: z.enum(accreditationStates) }),
  seat: seatSchema,
  sessions: z.array(z.looseObject({ sessionId: z.string(), seat: seatSchema })),
  waitingFor: z.array(z.string()),
  badgeSerial: z.number(),
  // The shard allocations follow from the seats, so that a repair mends them whatever they are.
});

/** A registration whose shard allocations may be anything: they follow from the seats, and a repair mends them. */
export const mendableRegistration = z.omit(storedRegistration, { shardAllocations: true });

/** Rows are sorted by the English name. */
const nameSchema = z.catchall(z.object({ en: z.string() }), z.string());

/** A limit of seats. One that is no number of seats is damaged: no counter may follow from it. */
const limitSchema = z.int().check(z.nonnegative());

/** The parts of a stored delegation from which its pool follows. */
export const delegationRowSchema = z.looseObject({
  delegationId: z.string(),
  conferenceId: z.string(),
  status: z.string(),
  name: nameSchema,
  focalPoints: z.array(z.string()),
  quota: z.optional(limitSchema),
  insideAtOnce: z.optional(limitSchema),
});

export const checkInEventSchema = z.looseObject({
  scanId: z.string(),
  registrationId: z.string(),
  place: z.string(),
  gate: z.string(),
  direction: z.enum(["in", "out"]),
  at: z.string(),
});

export const countMarkerSchema = z.looseObject({ status: z.string(), values: textsSchema });
