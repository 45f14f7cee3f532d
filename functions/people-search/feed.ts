import { type Caller, getStaffGroups } from "#shared/auth/caller.ts";
import { computeDigest } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { feedColumns, toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import { findFeedPlace } from "#shared/feed/feed-log.repository.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";
import { countReaderChanges } from "#shared/registrations/protections.repository.ts";
import { type FeedLimits, type FeedReader, feedLimits, loadChangedRows, loadFirstRows } from "./feed-page.ts";
import { beginLoad, type FeedPosition, formatFeedPosition, parseFeedPosition } from "./feed-position.ts";

/** How long an index may lag behind the log, in ms. A load sends the rows that changed in this time again. */
const maxIndexLagMs = 60_000;

/**
 * Returns the rows of all registrations in pages, and then what has changed in them.
 * @throws DomainError `bad-cursor` for a `since` that the feed has not returned; `invalid-request` for a question that
 * the conference does not have, or whose answers are sensitive
 */
export const getRegistrationFeed =
  (table: Table, limits: FeedLimits = feedLimits): ApiHandler<"getRegistrationFeed"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { caller, query, deadline } = request;
    const since = parseFeedPosition(query.since);
    const answers = await parseAnswerKeys(table, conference, query.answers);
    const columns = [...feedColumns, ...answers.map(toAnswerColumn)];
    const shape = await computeShape(table, conference, caller, columns);
    const reader: FeedReader = { table, request: { conference, caller, answers }, deadline, limits };
    const continued = since?.shape === shape ? await continueLoad(reader, since) : undefined;
    const { rows, removed, damaged, next, more } = continued ?? (await loadFromStart(reader, shape, request.now));
    const isReload = since !== undefined && !continued;
    return {
      columns,
      rows: [...rows],
      removed: [...removed],
      ...(damaged.length > 0 && { damaged: [...damaged] }),
      since: formatFeedPosition(next),
      more,
      ...(isReload && { reload: true as const }),
    };
  };

const continueLoad = (reader: FeedReader, since: FeedPosition) =>
  since.sent.of === "registrations" ? loadFirstRows(reader, since) : loadChangedRows(reader, since);

/** The place in the log is read before the rows, so that every change that these rows lack is behind it. */
async function loadFromStart(reader: FeedReader, shape: string, now: string) {
  const from = new Date(Date.parse(now) - maxIndexLagMs).toISOString();
  const place = await findFeedPlace(reader.table, reader.request.conference.conferenceId, from);
  return loadFirstRows(reader, beginLoad(shape, place));
}

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

/**
 * Names what all rows depend on besides their own records. If it changes, every row may: also in a restored table. Rows
 * are sent again to everyone when it changes who may read the name of a person, also if the person has no clash: the
 * row of a clash alone, sent again at that moment, would tell others whose it is.
 */
async function computeShape(table: Table, conference: Conference, caller: Caller, columns: readonly string[]) {
  const { conferenceId, version, questionsVersion = 0 } = conference;
  const staff = caller.kind === "staff" ? [caller.id, ...(caller.invitations ?? [])] : [];
  const rights = [...staff, ...getStaffGroups(conference, caller)];
  const versions = [version, questionsVersion, await countReaderChanges(table, conferenceId)].map(String);
  return computeDigest(table.name, conferenceId, ...versions, ...rights, "", ...columns).slice(0, 16);
}
