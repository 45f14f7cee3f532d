import { parseAnnotations } from "#shared/annotations/annotations.repository.ts";
import { type Caller, getStaffGroups } from "#shared/auth/caller.ts";
import { parsePresence } from "#shared/check-in/check-in.repository.ts";
import { buckets, computeDigest, keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, type Deadline, findByEntity, parseVersioned, type Table } from "#shared/dynamodb/table.ts";
import { type FeedValue, feedColumns, toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";
import { listBucketPage, loadCounterparts } from "#shared/registrations/registrations.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { type FeedPosition, formatFeedPosition, parseFeedPosition } from "./feed-position.ts";
import { type FeedRecord, type FeedRequest, toFeedRow } from "./feed-row.ts";

/**
 * Returns the rows of all registrations in pages, and then what has changed in them.
 * @throws DomainError `bad-cursor` for a `since` that the feed has not returned; `invalid-request` for a question that
 * the conference does not have, or whose answers are sensitive
 */
export const getRegistrationFeed =
  (table: Table): ApiHandler<"getRegistrationFeed"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { caller, query, deadline } = request;
    const known = parseFeedPosition(query.since);
    const answers = await parseAnswerKeys(table, conference, query.answers);
    const columns = [...feedColumns, ...answers.map(toAnswerColumn)];
    const shape = computeShape(conference, caller, columns);
    const isKnown = known?.shape === shape;
    const from: FeedPosition = isKnown ? known : { shape, bucket: 0, after: undefined };
    const { rows, removed, next } = await loadPage(table, { conference, caller, answers }, from, deadline);
    return {
      columns,
      rows,
      removed,
      since: formatFeedPosition(next),
      more: next.bucket < buckets.length,
      ...(known && !isKnown && { reload: true as const }),
    };
  };

/** The questions of the query, each once. @throws DomainError `invalid-request` for unknown and for sensitive ones */
async function parseAnswerKeys(table: Table, conference: Conference, answers: string | undefined): Promise<string[]> {
  if (answers === undefined) return [];
  const asked = [...new Set(answers.split(","))];
  const present = (await loadQuestions(table, conference)).items;
  const isPresent = (key: string) => present.some((question) => question.key === key);
  const retired = asked.every(isPresent) ? [] : await listRetiredQuestions(table, conference.conferenceId);
  const isShown = (key: string) => {
    const question = [...present, ...retired].find((each) => each.key === key);
    return question !== undefined && question.type !== "section" && !question.sensitive;
  };
  if (!asked.every(isShown)) throw new DomainError("invalid-request", [{ path: "?answers", rule: "notOneOf" }]);
  return asked;
}

/** Names what the rows depend on besides the registrations. If it changes, every row may. */
function computeShape(conference: Conference, caller: Caller, columns: readonly string[]): string {
  const { conferenceId, version, questionsVersion = 0 } = conference;
  const staff = caller.kind === "staff" ? [caller.id, ...(caller.invitations ?? [])] : [];
  const rights = [...staff, ...getStaffGroups(conference, caller)];
  return computeDigest(conferenceId, String(version), String(questionsVersion), ...rights, "", ...columns).slice(0, 16);
}

/** The number of registrations that are read at a time. */
const readSize = 500;

async function loadPage(table: Table, request: FeedRequest, from: FeedPosition, deadline: Deadline) {
  const { conferenceId } = request.conference;
  if (from.bucket === buckets.length) return { rows: [], removed: [], next: from };
  const found = await listBucketPage(table, conferenceId, from.bucket, from.after, readSize);
  const records = await loadRecords(
    table,
    conferenceId,
    found.map(({ registrationId }) => registrationId),
    deadline,
  );
  const rows = await toRows(table, records, request);
  const isEnd = found.length < readSize;
  const next = isEnd
    ? { ...from, bucket: from.bucket + 1, after: undefined }
    : { ...from, after: found.at(-1)?.position };
  return { rows, removed: [], next };
}

async function toRows(table: Table, records: readonly FeedRecord[], request: FeedRequest): Promise<FeedValue[][]> {
  const clashing = records
    .map(({ registration }) => registration)
    .filter(({ clash, substitutes }) => clash ?? substitutes);
  const counterparts = await loadCounterparts(table, clashing);
  return records
    .filter(({ registration }) => !registration.erasure)
    .map((record) => toFeedRow(record, { ...request, counterparts }));
}

/** The registrations of one batch: three items each, of at most 100. */
const batchSize = 33;
const readConcurrency = 4;

async function loadRecords(
  table: Table,
  conferenceId: string,
  ids: readonly string[],
  deadline: Deadline,
): Promise<FeedRecord[]> {
  const batches = Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, index) =>
    ids.slice(index * batchSize, (index + 1) * batchSize),
  );
  const loaded = await mapConcurrent(batches, readConcurrency, async (batch) => {
    const items = await batchGetItems(
      table,
      batch.flatMap((id) => [keys.registration(id), keys.annotations(id), keys.presence(conferenceId, id, "venue")]),
      deadline,
    );
    const byId = Map.groupBy(items, (item) => item["registrationId"]?.S);
    return batch.flatMap((id): FeedRecord[] => {
      const own = byId.get(id) ?? [];
      const registration = findByEntity(own, "registration");
      const presence = findByEntity(own, "presence");
      if (!registration) return [];
      return [
        {
          registration: parseVersioned<Registration>(registration),
          annotations: parseAnnotations(findByEntity(own, "annotations")),
          presence: presence && parsePresence(presence),
        },
      ];
    });
  });
  return loaded.flat();
}
