import type { Place } from "#shared/domain/entry/verdict.ts";
import type { PoolName } from "#shared/domain/seat.ts";

/**
 * Every key of the table, in one place. The access patterns they serve are listed in `docs/architecture.md`.
 * Lists that many writers share are spread over buckets; their readers merge.
 */
export const indexes = { byConference: "by-conference", due: "due", expiring: "expiring" } as const;

export interface Key {
  readonly PK: string;
  readonly SK: string;
}

const only = (PK: string, SK: string): Key => ({ PK, SK });

export const keys = {
  conference: (conferenceId: string) => only(`CONFERENCE#${conferenceId}`, "CONFERENCE"),
  /** The list of all conferences: one small row each. */
  directory: (conferenceId: string) => only(directory, conferenceId),
  registration: (registrationId: string) => only(`REGISTRATION#${registrationId}`, "REGISTRATION"),
  /** What it is found by: its words and traits, and who may be the same person. */
  found: (registrationId: string) => only(`REGISTRATION#${registrationId}`, "FOUND"),
  /** What reviewers propose. */
  proposals: (registrationId: string) => only(`REGISTRATION#${registrationId}`, "PROPOSALS"),
  /** One opening of a protected name. */
  nameOpening: (registrationId: string, at: string, id: string) =>
    only(`REGISTRATION#${registrationId}`, `OPENING#${at}#${id}`),
  /** A word of somebody's name, organization or address; spread by its first letters. */
  word: (conferenceId: string, word: string, registrationId: string) =>
    only(`WORD#${conferenceId}#${word.slice(0, 2)}`, `${word}#${registrationId}`),
  /** Who has this trait in common with others. */
  alike: (conferenceId: string, kind: string, digest: string, registrationId: string) =>
    only(`ALIKE#${conferenceId}#${kind}#${digest}`, registrationId),
  /** As what it was last counted in the statistics, and in which version. */
  counted: (registrationId: string) => only(`REGISTRATION#${registrationId}`, "COUNTED"),
  /** How many registrations of one kind stand how: `gender#female`. */
  tally: (conferenceId: string, cell: string) => only(`COMPOSITION#${conferenceId}`, cell),
  /** The badge of a registration as gates know it. */
  badge: (conferenceId: string, registrationId: string) =>
    only(lists.gate(conferenceId, bucketOf(registrationId)), `${gateRows.badge}${registrationId}`),
  /** How many of a delegation may be inside at once, and who is. */
  door: (conferenceId: string, delegationId: string) =>
    only(lists.gate(conferenceId, bucketOf(delegationId)), `${gateRows.door}${delegationId}`),
  /** Where somebody was last read at a place; it outlives a badge's serial. */
  presence: (conferenceId: string, registrationId: string, place: Place) =>
    only(lists.gate(conferenceId, bucketOf(registrationId)), `${gateRows.inside}${registrationId}#${place}`),
  /** One passage through a door. */
  passage: (conferenceId: string, registrationId: string, place: Place, scanDigest: string) =>
    only(
      lists.gate(conferenceId, bucketOf(registrationId)),
      `${gateRows.passage}${registrationId}#${place}#${scanDigest}`,
    ),
  /** The serial of a registration's badge that was printed last, and whether its owner has it. */
  print: (conferenceId: string, registrationId: string) =>
    only(lists.gate(conferenceId, bucketOf(registrationId)), `${gateRows.print}${registrationId}`),
  /** One live registration per person and conference. */
  person: (conferenceId: string, digest: string) => only(`PERSON#${conferenceId}#${digest}`, "PERSON"),
  /** Each shard under a partition key of its own, for one key takes 1,000 write units a second. */
  shard: (conferenceId: string, pool: PoolName, shard: number) =>
    only(`POOL#${conferenceId}#${pool}#${shard}`, "SHARD"),
  /** The ledger of a pool: the sum of its shards' limits. Written only when limits are moved. */
  pool: (conferenceId: string, pool: PoolName) => only(`POOL#${conferenceId}#${pool}`, "POOL"),
  delegation: (delegationId: string) => only(`DELEGATION#${delegationId}`, "DELEGATION"),
  /** One live head for each delegation. */
  head: (delegationId: string) => only(`DELEGATION#${delegationId}`, "HEAD"),
  /** A delegation that an address acts for. */
  focalPoint: (conferenceId: string, digest: string, delegationId: string) =>
    only(`FOCAL-POINT#${conferenceId}#${digest}`, `DELEGATION#${delegationId}`),
  /** Whose a letter of invitation is. */
  visaLetter: (letterId: string) => only(`LETTER#${letterId}`, "LETTER"),
  journal: (changeId: string) => only(`JOURNAL#${changeId}`, "JOURNAL"),
  /** The last link of a conference's audit chain. */
  auditHead: (conferenceId: string) => only(`AUDIT#${conferenceId}`, "HEAD"),
  /** A change's link in the audit chain: one change is chained once. */
  auditLink: (conferenceId: string, changeId: string) => only(`AUDIT#${conferenceId}`, `LINK#${changeId}`),
  /** One version of a conference's list of participants. */
  listVersion: (conferenceId: string, version: number) =>
    only(`PARTICIPANTS#${conferenceId}`, `VERSION#${String(version).padStart(5, "0")}`),
  scan: (conferenceId: string, scanId: string) => only(`SCAN#${conferenceId}#${scanId}`, "SCAN"),
  link: (linkId: string) => only(`LINK#${linkId}`, "LINK"),
  session: (tokenDigest: string) => only(`SESSION#${tokenDigest}`, "SESSION"),
  /** A sign-in of the staff that was ended before its time, by the digest of what its tokens call it. */
  endedSession: (digest: string) => only(`SESSION#${digest}`, "ENDED"),
  /** Until when the sign-ins of one of the staff are over, all of them. */
  endedSessions: (staffId: string) => only(`SESSIONS#${staffId}`, "ENDED"),
  document: (documentId: string) => only(`DOCUMENT#${documentId}`, "DOCUMENT"),
  /** One reading of a document by staff. */
  opening: (documentId: string, at: string, id: string) => only(`DOCUMENT#${documentId}`, `OPENING#${at}#${id}`),
  /** Written in place of a registration that somebody has already. */
  decoy: (registrationId: string) => only(`DECOY#${registrationId}`, "DECOY"),
  /** An address that sent mails back, by its digest. */
  suppression: (digest: string) => only(`ADDRESS#${digest}`, "SUPPRESSION"),
  job: (jobId: string) => only(`JOB#${jobId}`, "JOB"),
  /** What became of some rows of a job's sheet; the parts sort by their number. */
  jobRows: (jobId: string, part: number) => only(`JOB#${jobId}`, `ROWS#${String(part).padStart(6, "0")}`),
  /** How often one source asked for something within an hour. */
  rate: (what: string, source: string, hour: string) => only(`RATE#${what}#${source}#${hour}`, "RATE"),
  /** How far the people of a conference that is long over have been erased. */
  retention: (conferenceId: string) => only(`RETENTION#${conferenceId}`, "RETENTION"),
  /** By what address one of the staff goes. */
  staff: (id: string) => only(staffDirectory, id),
  /** The lease of the run that serves the waiting list of this conference. */
  waitingListLease: (conferenceId: string) => only(`WAITING-LIST#${conferenceId}`, "LEASE"),
};

export const directory = "CONFERENCES";
export const staffDirectory = "STAFF";

export const lists = {
  registrations: (conferenceId: string, bucket: number) => `CONFERENCE#${conferenceId}#${bucket}`,
  delegations: (conferenceId: string) => `DELEGATIONS#${conferenceId}`,
  /** What the gates of a conference need: read from the table itself, for an index may not have heard of a revocation. */
  gate: (conferenceId: string, bucket: number) => `GATE#${conferenceId}#${bucket}`,
  waitingList: (conferenceId: string, bucket: number) => `WAITING-LIST#${conferenceId}#${bucket}`,
  expiring: (conferenceId: string, bucket: number) => `EXPIRING#${conferenceId}#${bucket}`,
  /** Registrations whose person is erased, and traces of them are still to be looked for. */
  erasing: (bucket: number) => `ERASING#${bucket}`,
  /** The files of a conference, by whom they belong to; their owner's bucket. */
  documents: (conferenceId: string, bucket: number) => `DOCUMENTS#${conferenceId}#${bucket}`,
  /** The changes with a mail that the secretariat should know of. */
  mails: (conferenceId: string) => `MAILS#${conferenceId}`,
  /** The changes that did nothing but promise somebody a mail. */
  mailsTo: (registrationId: string) => `MAILS-TO#${registrationId}`,
  outbox: (bucket: number) => `OUTBOX#${bucket}`,
  /** The jobs of a kind that run; there are few at a time. */
  jobs: (kind: string) => `JOBS#${kind}`,
};

/** What stands among the rows of a gate list, in the order of the sort key: a gate's list ends where passages begin. */
export const gateRows = {
  badge: "BADGE#",
  door: "DOOR#",
  inside: "INSIDE#",
  passage: "PASSAGE#",
  print: "PRINT#",
} as const;

/**
 * Over how many buckets each list is spread: an index key takes about 1,000 writes a second, and eight take an
 * opening minute of 8,000. A fixed number, so that no list has to move when a conference expects more people.
 */
export const buckets = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** In which bucket an identifier stands: by a hash that gives the same bucket each time. */
export const bucketOf = (id: string): number => hashOf(id) % buckets.length;

/** FNV-1a, 32 bits. */
export function hashOf(id: string): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return hash >>> 0;
}
