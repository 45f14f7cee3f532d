/** The functions that follow the stream through the dispatcher. */
export type ConsumerName =
  | "audit-and-statistics"
  | "search-indexer"
  | "waiting-list"
  | "import-worker"
  | "badge-worker"
  | "export-worker";

/** The parts of a stream record that the dispatcher reads. */
export interface StreamRecord {
  readonly eventName?: "INSERT" | "MODIFY" | "REMOVE";
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly ApproximateCreationDateTime?: number;
    readonly NewImage?: Readonly<Record<string, { readonly S?: string }>>;
  };
}

interface Subscription {
  readonly matches: (record: StreamRecord) => boolean;
  /** The attributes of the image that the consumer receives. None contains data of a person. */
  readonly attributes: readonly string[];
  /** The number of records of one invocation. */
  readonly batchSize: number;
}

const getAttributeText = ({ dynamodb }: StreamRecord, name: string): string | undefined =>
  dynamodb?.NewImage?.[name]?.S;

/** A new journal item with this attribute (shared/commands/journal.ts writes them). */
const isJournalItemWith = (attribute: string) => (record: StreamRecord) =>
  record.eventName === "INSERT" &&
  getAttributeText(record, "entity") === "journal" &&
  getAttributeText(record, attribute) !== undefined;

/** A person's last scan at the entrance of the venue (shared/check-in/check-in.repository.ts). */
const isVenuePresence = (record: StreamRecord) =>
  getAttributeText(record, "entity") === "presence" && getAttributeText(record, "place") === "venue";

/** A job that is due: it has `dueJobKind` until a worker starts it (shared/jobs/jobs.repository.ts). */
const isDueJob =
  (...kinds: readonly string[]) =>
  (record: StreamRecord) =>
    getAttributeText(record, "entity") === "job" &&
    kinds.some((kind) => getAttributeText(record, "dueJobKind") === kind);

const subscriptions: Readonly<Record<ConsumerName, Subscription>> = {
  "audit-and-statistics": {
    matches: (record) => isJournalItemWith("changeId")(record) || isVenuePresence(record),
    // A presence names its conference in the key.
    attributes: ["conferenceId", "changeId", "PK", "registrationId"],
    // A large batch is cheap: one update of the audit chain, and one write for each counter.
    batchSize: 100,
  },
  "search-indexer": {
    matches: isJournalItemWith("reindexIds"),
    attributes: ["reindexIds"],
    batchSize: 25,
  },
  "waiting-list": {
    matches: isJournalItemWith("waitingListMarker"),
    attributes: ["conferenceId", "waitingListMarker"],
    // One pass over a waiting list serves all records of its conference.
    batchSize: 100,
  },
  // A chunk of a job takes all of its function's time.
  "import-worker": { matches: isDueJob("import", "visa-letters", "members"), attributes: ["jobId"], batchSize: 1 },
  "badge-worker": { matches: isDueJob("badge"), attributes: ["jobId"], batchSize: 1 },
  "export-worker": { matches: isDueJob("export"), attributes: ["jobId"], batchSize: 1 },
};

/** One invocation of a consumer. */
export interface PlannedInvocation {
  readonly consumer: ConsumerName;
  readonly records: readonly StreamRecord[];
}

/** The size of the event of one invocation, in characters. Lambda accepts 256 KB. */
const maxEventLength = 200_000;

/**
 * Divides records among the consumers that subscribe to them, in their order. A record may go to several, or to none.
 */
export const planInvocations = (records: readonly StreamRecord[]): PlannedInvocation[] =>
  (Object.entries(subscriptions) as [ConsumerName, Subscription][]).flatMap(([consumer, subscription]) => {
    const wanted = records.filter(subscription.matches).map((record) => reduceRecord(record, subscription));
    return splitIntoBatches(wanted, subscription.batchSize).map((batch) => ({ consumer, records: batch }));
  });

function reduceRecord({ eventName, dynamodb = {} }: StreamRecord, { attributes }: Subscription): StreamRecord {
  const { NewImage = {}, SequenceNumber, ApproximateCreationDateTime } = dynamodb;
  return {
    ...(eventName && { eventName }),
    dynamodb: {
      ...(SequenceNumber !== undefined && { SequenceNumber }),
      ...(ApproximateCreationDateTime !== undefined && { ApproximateCreationDateTime }),
      NewImage: Object.fromEntries(attributes.flatMap((name) => (NewImage[name] ? [[name, NewImage[name]]] : []))),
    },
  };
}

function splitIntoBatches(records: readonly StreamRecord[], batchSize: number): StreamRecord[][] {
  const batches: StreamRecord[][] = [];
  let length = 0;
  for (const record of records) {
    const added = JSON.stringify(record).length;
    const last = batches.at(-1);
    if (last && last.length < batchSize && length + added <= maxEventLength) last.push(record);
    else {
      batches.push([record]);
      length = 0;
    }
    length += added;
  }
  return batches;
}
