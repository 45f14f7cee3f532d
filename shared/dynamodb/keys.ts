import { createHash, randomBytes } from "node:crypto";
import type { CheckInPlace } from "#shared/model/check-in.ts";
import type { PoolName } from "#shared/model/seat.ts";

const base32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

function encodeBase32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return bits
    .padEnd(Math.ceil(bits.length / 5) * 5, "0")
    .replace(/.{5}/g, (five) => base32Alphabet.charAt(Number.parseInt(five, 2)));
}

/** A new identifier that cannot be guessed: 128 random bits as 26 characters (RFC 4648 base32, lower case). */
export function createId(): string {
  return encodeBase32(randomBytes(16));
}

/** The format of `createId` and `deriveId`. */
export const idPattern = /^[a-z2-7]{26}$/;

/** The identifier that follows from these words: 128 bits of their SHA-256. */
export function deriveId(...words: readonly string[]): string {
  return encodeBase32(computeDigestBytes(words).subarray(0, 16));
}

/** The SHA-256 of these words in hex, for keys that must not contain the personal or secret value itself. */
export function computeDigest(...words: readonly string[]): string {
  return computeDigestBytes(words).toString("hex");
}

function computeDigestBytes(words: readonly string[]): Buffer {
  return createHash("sha256").update(JSON.stringify(words)).digest();
}

/**
 * The indexes of the table. `docs/architecture.md` lists the access patterns. A list with many writers is spread over
 * buckets, and its readers merge them.
 */
export const indexes = { byConference: "by-conference", due: "due", expiring: "expiring" } as const;

export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** A key as one text, for maps and sets. */
export const serializeKey = ({ PK, SK }: Key): string => `${PK} ${SK}`;

const toKey = (PK: string, SK: string): Key => ({ PK, SK });

/** The sort keys of the people who named a delegation in the form. */
export const membershipRequestPrefix = "REQUEST#";

/** The sort keys of sessions. */
export const openSessionPrefix = "SESSION#";

/** The sort keys of what changes altered in a registration. */
export const fieldChangesPrefix = "CHANGE#";

/** The sort keys of encrypted passport numbers. */
export const passportNumbersPrefix = "PASSPORT#";

/** The sort keys of the changes of annotations, and the kinds of the rows that list annotated registrations. */
export const annotationRows = { change: "ANNOTATION#", tag: "TAG", assignee: "ASSIGNEE" } as const;

/** The sort keys of removed questions. */
export const retiredQuestionPrefix = "RETIRED#";

/** The keys of the log of the feed and of the views of the register, of which most functions know nothing. */
export const feedKeys = {
  entryPrefix: "ENTRY#",
  /** The end of the log of registrations that have changed at a conference. */
  end: (conferenceId: string) => toKey(`FEED#${conferenceId}`, "END"),
  entry: (conferenceId: string, sequence: number) =>
    toKey(`FEED#${conferenceId}`, `${feedKeys.entryPrefix}${String(sequence).padStart(12, "0")}`),
  /** A saved view of the register of a conference. */
  view: (conferenceId: string, viewId: string) => toKey(`REGISTER-VIEWS#${conferenceId}`, viewId),
};

export const keys = {
  conference: (conferenceId: string) => toKey(`CONFERENCE#${conferenceId}`, "CONFERENCE"),
  /** How the organization of a conference appears. */
  branding: (conferenceId: string) => toKey(`BRANDING#${conferenceId}`, "BRANDING"),
  /** One of the copies of the version marker of a conference. */
  conferenceVersion: (conferenceId: string, copy: number) =>
    toKey(`CONFERENCE-VERSION#${conferenceId}#${copy}`, "CONFERENCE-VERSION"),
  /** What the page of a conference says. */
  page: (conferenceId: string) => toKey(`PAGE#${conferenceId}`, "PAGE"),
  /** The programme of a conference as the secretariat writes it. */
  programme: (conferenceId: string) => toKey(`PROGRAMME#${conferenceId}`, "DRAFT"),
  publishedProgramme: (conferenceId: string) => toKey(`PROGRAMME#${conferenceId}`, "PUBLISHED"),
  /** The row of a conference in the public list. */
  listedConference: (conferenceId: string) => toKey(listedConferences, conferenceId),
  /** The row of a conference in the list of all conferences. */
  conferenceDirectoryEntry: (conferenceId: string) => toKey(conferenceDirectory, conferenceId),
  registration: (registrationId: string) => toKey(`REGISTRATION#${registrationId}`, "REGISTRATION"),
  /** The search index entry of a registration: its terms, traits and possible duplicates. */
  searchEntry: (registrationId: string) => toKey(`REGISTRATION#${registrationId}`, "SEARCH"),
  /** The values that one change altered in the form. */
  fieldChanges: (registrationId: string, changeId: string) =>
    toKey(`REGISTRATION#${registrationId}`, `${fieldChangesPrefix}${changeId}`),
  /** A passport number, encrypted, until the visa letter is sent. */
  passportNumber: (registrationId: string, passportDigest: string) =>
    toKey(`REGISTRATION#${registrationId}`, `${passportNumbersPrefix}${passportDigest}`),
  /** The decisions that reviewers propose. */
  proposals: (registrationId: string) => toKey(`REGISTRATION#${registrationId}`, "PROPOSALS"),
  /** The tags and the assignee of a registration, and the number of its notes. */
  annotations: (registrationId: string) => toKey(`REGISTRATION#${registrationId}`, "ANNOTATIONS"),
  /** One change of the annotations: a note, or another one. */
  annotationChange: (
    registrationId: string,
    { action, at, changeId }: { readonly action: string; readonly at: string; readonly changeId: string },
  ) => toKey(`REGISTRATION#${registrationId}`, `${annotationRows.change}${action}#${at}#${changeId}`),
  /** A registration with a tag, or with an assignee. */
  annotated: (conferenceId: string, kind: string, id: string, registrationId: string) =>
    toKey(`ANNOTATED#${conferenceId}`, `${kind}#${id}#${registrationId}`),
  /** One access to a protected identity. */
  identityAccess: (registrationId: string, at: string, id: string) =>
    toKey(`REGISTRATION#${registrationId}`, `ACCESS#${at}#${id}`),
  /** A term of a name, organization or address. Partitioned by its first letters. */
  searchTerm: (conferenceId: string, word: string, registrationId: string) =>
    toKey(`TERM#${conferenceId}#${word.slice(0, 2)}`, `${word}#${registrationId}`),
  /** A registration with this trait. Registrations with the same trait may be the same person. */
  matchTrait: (conferenceId: string, kind: string, digest: string, registrationId: string) =>
    toKey(`MATCH#${conferenceId}#${kind}#${digest}`, registrationId),
  /** How the statistics last counted a registration, and in which version. */
  countMarker: (registrationId: string) => toKey(`REGISTRATION#${registrationId}`, "COUNT_MARKER"),
  /** The number of registrations in each state, for one cell such as `gender#female`. */
  statistic: (conferenceId: string, cell: string) => toKey(`STATISTICS#${conferenceId}`, cell),
  /** The badge of a registration as gates verify it. */
  badge: (conferenceId: string, registrationId: string) =>
    toKey(lists.gate(conferenceId, getBucket(registrationId)), `${gateRows.badge}${registrationId}`),
  /** The admission limit of a delegation, and its members who are inside. */
  delegationPresence: (conferenceId: string, delegationId: string) =>
    toKey(lists.gate(conferenceId, getBucket(delegationId)), `${gateRows.delegationPresence}${delegationId}`),
  /** The last scan of a person at a place, independent of the badge serial. */
  presence: (conferenceId: string, registrationId: string, place: CheckInPlace) =>
    toKey(lists.gate(conferenceId, getBucket(registrationId)), `${gateRows.presence}${registrationId}#${place}`),
  /** One check-in event. */
  checkInEvent: (conferenceId: string, registrationId: string, place: CheckInPlace, scanDigest: string) =>
    toKey(
      lists.gate(conferenceId, getBucket(registrationId)),
      `${gateRows.checkInEvent}${registrationId}#${place}#${scanDigest}`,
    ),
  /** The badge serial that was printed last, and whether it was collected. */
  badgePrint: (conferenceId: string, registrationId: string) =>
    toKey(lists.gate(conferenceId, getBucket(registrationId)), `${gateRows.badgePrint}${registrationId}`),
  /** One live registration per person and conference. */
  person: (conferenceId: string, digest: string) => toKey(`PERSON#${conferenceId}#${digest}`, "PERSON"),
  /** Each shard under a partition key of its own, for one key takes 1,000 write units a second. */
  shard: (conferenceId: string, pool: PoolName, shard: number) =>
    toKey(`POOL#${conferenceId}#${pool}#${shard}`, "SHARD"),
  /** The ledger of a pool: the sum of the limits of its shards. Only rebalancing writes it. */
  pool: (conferenceId: string, pool: PoolName) => toKey(`POOL#${conferenceId}#${pool}`, "POOL"),
  delegation: (delegationId: string) => toKey(`DELEGATION#${delegationId}`, "DELEGATION"),
  /** The one live head of a delegation. */
  headOfDelegation: (delegationId: string) => toKey(`DELEGATION#${delegationId}`, "HEAD-OF-DELEGATION"),
  /** The one live head of delegation of a State, in a delegation or not. */
  headOfState: (conferenceId: string, kind: string, country: string) =>
    toKey(`STATE#${conferenceId}#${kind}#${country}`, "HEAD-OF-DELEGATION"),
  /** A person who named the delegation in the form, and whom no focal point has confirmed or declined yet. */
  membershipRequest: (delegationId: string, registrationId: string) =>
    toKey(`DELEGATION#${delegationId}`, `${membershipRequestPrefix}${registrationId}`),
  /** A delegation of which an address is a focal point. */
  focalPoint: (conferenceId: string, digest: string, delegationId: string) =>
    toKey(`FOCAL-POINT#${conferenceId}#${digest}`, `DELEGATION#${delegationId}`),
  /** The registration of a visa letter. */
  visaLetter: (letterId: string) => toKey(`VISA-LETTER#${letterId}`, "VISA-LETTER"),
  /** The registration of a certificate of attendance. */
  certificate: (certificateId: string) => toKey(`CERTIFICATE#${certificateId}`, "CERTIFICATE"),
  /** The identifier in the code of a person's certificate. */
  ownCertificate: (registrationId: string) => toKey(`REGISTRATION#${registrationId}`, "CERTIFICATE"),
  /** The request that an anonymous caller's idempotency key was used for. */
  idempotencyClaim: (claimId: string) => toKey(`IDEMPOTENCY-CLAIM#${claimId}`, "IDEMPOTENCY-CLAIM"),
  journal: (changeId: string) => toKey(`JOURNAL#${changeId}`, "JOURNAL"),
  /** The last link of the audit chain of a conference. */
  auditHead: (conferenceId: string) => toKey(`AUDIT#${conferenceId}`, "HEAD"),
  /** The link of a change in the audit chain. A change has one link. */
  auditLink: (conferenceId: string, changeId: string) => toKey(`AUDIT#${conferenceId}`, `LINK#${changeId}`),
  /** One version of the list of participants of a conference. */
  listVersion: (conferenceId: string, version: number) =>
    toKey(`PARTICIPANTS#${conferenceId}`, `VERSION#${String(version).padStart(5, "0")}`),
  /** The questions of a registration form in one version, which never changes. */
  questions: (conferenceId: string, version: number) =>
    toKey(`QUESTIONS#${conferenceId}`, `VERSION#${String(version).padStart(9, "0")}`),
  /** A removed question. */
  retiredQuestion: (conferenceId: string, key: string) =>
    toKey(`QUESTIONS#${conferenceId}`, `${retiredQuestionPrefix}${key}`),
  /** The organizations of a conference that the secretariat merged. */
  organizationMerges: (conferenceId: string) => toKey(`ORGANIZATIONS#${conferenceId}`, "MERGES"),
  scan: (conferenceId: string, scanId: string) => toKey(`SCAN#${conferenceId}#${scanId}`, "SCAN"),
  signInLink: (linkId: string) => toKey(`SIGN-IN-LINK#${linkId}`, "SIGN-IN-LINK"),
  delegateSession: (tokenDigest: string) => toKey(`DELEGATE-SESSION#${tokenDigest}`, "DELEGATE-SESSION"),
  /** A session of a user of the pool, or of an address at a conference. */
  session: (owner: string, sessionId: string) => toKey(`SESSIONS#${owner}`, `${openSessionPrefix}${sessionId}`),
  /** The time up to which all sessions of an owner are ended. */
  endedSessions: (owner: string) => toKey(`SESSIONS#${owner}`, "ENDED"),
  /** The time up to which all sessions of all users are ended. */
  allEndedSessions: toKey("SESSIONS", "ENDED"),
  /** The latest invitation of an address to staff, by its digest, and the user it is bound to. */
  staffInvitation: (addressDigest: string) => toKey(`STAFF-ADDRESS#${addressDigest}`, "INVITATION"),
  /** The invitations that are bound to a user. */
  staffMember: (staffId: string) => toKey(`STAFF-MEMBER#${staffId}`, "INVITATIONS"),
  document: (documentId: string) => toKey(`DOCUMENT#${documentId}`, "DOCUMENT"),
  /** One access to a document by staff. */
  documentAccess: (documentId: string, at: string, id: string) => toKey(`DOCUMENT#${documentId}`, `ACCESS#${at}#${id}`),
  /** The decoy of a registration for an address that is registered already. */
  decoy: (registrationId: string) => toKey(`DECOY#${registrationId}`, "DECOY"),
  /** An address whose e-mails bounce, by its digest. */
  suppression: (digest: string) => toKey(`ADDRESS#${digest}`, "SUPPRESSION"),
  job: (jobId: string) => toKey(`JOB#${jobId}`, "JOB"),
  /** The outcome of a range of spreadsheet rows of a job. The parts sort by their number. */
  jobRows: (jobId: string, part: number) => toKey(`JOB#${jobId}`, `ROWS#${String(part).padStart(6, "0")}`),
  /** The mapping of a job's sheet, and what a run has found in it. */
  jobSheet: (jobId: string) => toKey(`JOB#${jobId}`, "SHEET"),
  /** What officers of a conference have mapped headings and values of sheets to. */
  importMemory: (conferenceId: string) => toKey(`IMPORT-MEMORY#${conferenceId}`, "MAPPING"),
  /** The number of requests of one source within an hour. */
  rate: (what: string, source: string, hour: string) => toKey(`RATE#${what}#${source}#${hour}`, "RATE"),
  /** The progress of the erasure of the personal data of an ended conference. */
  retention: (conferenceId: string) => toKey(`RETENTION#${conferenceId}`, "RETENTION"),
  /** The number of erasures at a conference, by which a file is recognized that was made during one. */
  erasureCount: (conferenceId: string) => toKey(`ERASURES#${conferenceId}`, "COUNT"),
  /** The protected people of a conference, and the numbers of protections that began there and of changes of listed names. */
  protections: (conferenceId: string) => toKey(`PROTECTIONS#${conferenceId}`, "PEOPLE"),
  /** The e-mail address of a member of staff. */
  staff: (id: string) => toKey(staffDirectory, id),
  /** What the public sees of the free seats of this conference. */
  publishedSeats: (conferenceId: string) => toKey(`PUBLISHED-SEATS#${conferenceId}`, "SEATS"),
  /** The version of the form in which the items are stored. */
  storedForm: toKey("STORED-FORM", "STORED-FORM"),
  /** When the last backup of the table was written. */
  lastBackup: toKey("LAST-BACKUP", "LAST-BACKUP"),
  /** Marks a table whose restore from a backup is not complete. */
  restore: toKey("RESTORE", "RESTORE"),
  /** The lease of the run that serves the waiting list of this conference. */
  waitingListLease: (conferenceId: string) => toKey(`WAITING-LIST#${conferenceId}`, "LEASE"),
};

export const conferenceDirectory = "CONFERENCES";
export const listedConferences = "LISTED-CONFERENCES";
export const staffDirectory = "STAFF";

export const lists = {
  registrations: (conferenceId: string, bucket: number) => `CONFERENCE#${conferenceId}#${bucket}`,
  delegations: (conferenceId: string) => `DELEGATIONS#${conferenceId}`,
  /** What the gates of a conference need. It is read from the table, because an index may lag behind a revocation. */
  gate: (conferenceId: string, bucket: number) => `GATE#${conferenceId}#${bucket}`,
  waitingList: (conferenceId: string, bucket: number) => `WAITING-LIST#${conferenceId}#${bucket}`,
  expiringSeats: (conferenceId: string, bucket: number) => `EXPIRING-SEATS#${conferenceId}#${bucket}`,
  /** Registrations whose erasure is not complete. */
  pendingErasures: (bucket: number) => `PENDING-ERASURES#${bucket}`,
  /** The files of a conference by owner, in the bucket of the owner. */
  documents: (conferenceId: string, bucket: number) => `DOCUMENTS#${conferenceId}#${bucket}`,
  /** The changes with an e-mail that has a delivery problem. */
  failedEmails: (conferenceId: string) => `FAILED-EMAILS#${conferenceId}`,
  /** The changes that only queue an e-mail to a registration. */
  standaloneEmails: (registrationId: string) => `EMAILS-TO#${registrationId}`,
  /** The changes of settings and delegations that the sweep has not found in the audit chain yet. */
  changesToChain: (conferenceId: string) => `CHANGES-TO-CHAIN#${conferenceId}`,
  outbox: (bucket: number) => `OUTBOX#${bucket}`,
  /** The running jobs of a kind. */
  dueJobs: (kind: string) => `JOBS#${kind}`,
  /** The jobs of a kind whose file is to be deleted. */
  jobFiles: (kind: string) => `JOB-FILES#${kind}`,
  /** The jobs of a kind that a member of staff has requested at a conference. */
  requestedJobs: (conferenceId: string, kind: string, staffId: string) =>
    `REQUESTED-JOBS#${conferenceId}#${kind}#${staffId}`,
};

/** The sort key prefixes of a gate list, in their order. The list of a gate ends before the prints. */
export const gateRows = {
  badge: "BADGE#",
  delegationPresence: "DELEGATION#",
  presence: "PRESENCE#",
  badgePrint: "PRINT#",
  checkInEvent: "SCAN-EVENT#",
} as const;

/**
 * The buckets of each list. An index key accepts about 1,000 writes a second, so that 8 buckets accept 8,000. The number
 * is fixed, so that no list must move when a conference expects more people.
 */
export const buckets = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** The bucket of an identifier, by its hash. */
export const getBucket = (id: string): number => hashIdentifier(id) % buckets.length;

/** FNV-1a, 32 bits. */
export function hashIdentifier(id: string): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return hash >>> 0;
}
