import { type Key, serializeKey } from "#shared/dynamodb/keys.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { describeFault } from "../print.ts";

/** What `--repair` does about a difference. Each mend reads again what it depends on, and writes on that condition. */
export type Mend =
  | { readonly kind: "pool"; readonly pool: PoolName }
  /** The registration occupies other pools than its seats require: the committer takes or gives back seats. */
  | { readonly kind: "allocation"; readonly registrationId: string }
  /**
   * A row that follows from a registration, a delegation or a conference, as it must be.
   * @param seen as it was read; undefined for a row that is missing
   */
  | { readonly kind: "derived-row"; readonly item: Item; readonly source: RowSource; readonly seen: Item | undefined }
  /** A row that follows from nothing. @param seen as it was read */
  | { readonly kind: "extra-row"; readonly seen: Item }
  /** The statistics of the conference are counted again. */
  | { readonly kind: "statistics" }
  /** The search rows of a registration are written again. */
  | { readonly kind: "search"; readonly registrationId: string };

/** The versioned row from which a derived row follows. */
export interface RowSource {
  readonly key: Key;
  readonly version: number;
}

/** One difference between the rows of a conference and what follows from them. */
export interface RowFinding {
  /** One sentence that names the rows, without personal data. */
  readonly text: string;
  readonly mend?: Mend;
  /** Why no repair is possible, and what to do instead. */
  readonly refusal?: string;
  /** The key of a row whose content is lost: `npm run restore -- --item` brings it back from a backup. */
  readonly lost?: Key;
}

/** The entities from whose rows others follow. Without its conference, no row is checked. */
export const sourceEntities = ["registration", "delegation", "check-in-event", "annotations"] as const;

export type SourceEntity = (typeof sourceEntities)[number];

/**
 * A mend that may lose what the row says about a source that can't be read: it is made only if all sources are read.
 * @param sources the entities from which such rows follow
 * @param isOwnerRead whether the registration or delegation that the row names was read
 */
export function mendIfSourcesAreRead(
  { unreadableSources }: { readonly unreadableSources: ReadonlySet<SourceEntity> },
  sources: readonly SourceEntity[],
  mend: Mend,
  isOwnerRead = true,
): Omit<RowFinding, "text"> {
  if (sources.some((each) => unreadableSources.has(each)))
    return { refusal: "it may follow from a row that can't be read: bring that row back from a backup first" };
  if (isOwnerRead) return { mend };
  return { refusal: "the registration or delegation that it names is missing: bring that back from a backup first" };
}

/** A key as an argument of a command in a shell. */
const quoteKey = (key: Key): string => `'${serializeKey(key).replaceAll("'", "'\\''")}'`;

/** What to do about a row whose content is lost. @param key undefined if it is unknown which row it is */
export const toLostRow = (key: Key | undefined): Pick<RowFinding, "refusal" | "lost"> =>
  key === undefined
    ? { refusal: "a row from which it follows is damaged: see the other differences" }
    : {
        refusal: `its content is lost: bring it back from a backup with npm run restore -- --from FILE --item ${quoteKey(key)}`,
        lost: key,
      };

/** What to do about a row that is not needed. @param reason why it is not */
export const toRemovableRow = (key: Key, reason: string): Pick<RowFinding, "refusal"> => ({
  refusal: `${reason}: npm run verify-counters -- --remove ${quoteKey(key)} removes it`,
});

/**
 * The result of a check; one row that cannot be checked is a finding and does not stop the others.
 * @param key of the row, if one row alone is checked
 */
export function guardCheck(subject: string, check: () => readonly RowFinding[], key?: Key): readonly RowFinding[] {
  try {
    return check();
  } catch (error) {
    return [toUnreadableFinding(subject, describeFault(error), key)];
  }
}

/** What the data of a row lacks, by the first issue of its contract. It quotes nothing of the row. */
export const describeIssue = ({ issues }: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }) =>
  `its data has no valid ${issues[0]?.path.map(String).join(".") || "content"}`;

export const toUnreadableFinding = (subject: string, fault: string, key?: Key): RowFinding => ({
  text: `${subject} can't be read: ${fault}`,
  ...toLostRow(key),
});
