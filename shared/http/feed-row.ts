import type * as z from "zod/mini";
import {
  type FeedColumn,
  type FeedFlag,
  type FeedValue,
  feedColumns,
  listSeparator,
} from "#shared/feed/feed-columns.rules.ts";
import type { FeedRecord } from "#shared/feed/feed-records.repository.ts";
import type { Registration } from "#shared/model/registration.ts";
import { roundToDay } from "#shared/model/time.ts";
import type { registrationResponse } from "#shared/registrations/contract.ts";
import { findLatinName } from "#shared/registrations/names.rules.ts";
import { findVisaLetterState } from "#shared/visa-letters/visa-letters.rules.ts";
import { toListedRegistrationView, type Viewer } from "./views.ts";

/** The questions whose answers are shown. */
export interface FeedRequest extends Omit<Viewer, "counterparts"> {
  readonly answers: readonly string[];
}

type RegistrationView = z.input<typeof registrationResponse>;

/**
 * The row of a registration as the caller sees it in every list. Its identity is masked by the view of these lists, so
 * that nothing more of a protected person is in the feed. A row depends on its own record, on the conference, and on who
 * may read the name of the person that it clashes with: no other change of another registration changes it.
 */
export function toFeedRow(
  { registration, annotations, presence, counterparts }: FeedRecord,
  request: FeedRequest,
): FeedValue[] {
  const viewer = { ...request, counterparts };
  const view = toListedRegistrationView(registration, viewer, { annotations, proposals: [], possibleDuplicates: [] });
  const { person, undeliverable: _u, ...fields } = view;
  const values: Readonly<Partial<Record<FeedColumn, FeedValue | undefined>>> = {
    ...pickScalars(fields),
    name: view.displayName,
    familyName: person.familyName,
    latinName: findLatinName(view),
    nationality: person.nationality,
    gender: person.gender,
    email: person.email,
    waitingFor: joinList(view.waitingFor),
    sessions: joinList(view.sessions?.map(({ sessionId, seat }) => `${sessionId} ${seat}`)),
    accreditationSince: getAccreditedSince(registration),
    badgeSerial: view.badge?.serial,
    inside: presence?.inside,
    scannedAt: presence?.since,
    tags: joinList(view.tags),
    missing: joinList(view.missing),
    flags: joinList(listFlags(view, registration)),
    visaLetter: findVisaLetterState(registration),
  };
  return [
    ...feedColumns.map((column) => values[column] ?? null),
    ...request.answers.map((key) => findShownAnswer(registration, key)),
  ];
}

/** The fields of the view that are columns as they are. */
const pickScalars = ({
  registrationId,
  version,
  accreditation,
  seat,
  category,
  organization,
  country,
  delegationId,
  role,
  functionTitle,
  language,
  participation,
  submittedAt,
  assignee,
  notes,
}: Omit<RegistrationView, "person">) => ({
  ...{ registrationId, version, accreditation, seat, category, organization, country, delegationId, role },
  ...{ functionTitle, language, participation, submittedAt, assignee, notes },
});

const joinList = (items: readonly string[] = []): string | undefined =>
  items.length > 0 ? items.join(listSeparator) : undefined;

/** Since when it has its accreditation. The time of a protected person would tell who was decided on together. */
function getAccreditedSince({ accreditation, protection }: Registration): string {
  const since = accreditation.state === "pending" ? accreditation.since : accreditation.at;
  return protection ? roundToDay(since) : since;
}

function listFlags(view: RegistrationView, { needs, protection }: Registration): FeedFlag[] {
  const isFlagged: Readonly<Record<FeedFlag, boolean>> = {
    protected: view.protection !== undefined,
    reader: view.protection?.isReader === true,
    bounced: view.undeliverable !== undefined,
    "change-requested": view.changeRequest !== undefined,
    corrected: view.corrections !== undefined,
    "delegation-requested": view.requestedDelegationId !== undefined,
    clash: view.clash !== undefined,
    "visa-letter": view.visaLetter !== undefined || (needs?.visaLetter === true && !protection),
    photo: view.documents?.photo !== undefined,
  };
  return (Object.keys(isFlagged) as FeedFlag[]).filter((flag) => isFlagged[flag]);
}

/**
 * An answer of the person or of staff: never a sensitive one, and none of a protected person. That a file was uploaded is
 * shown, and not its identifier.
 */
function findShownAnswer({ answers, staffAnswers, protection }: Registration, key: string): FeedValue {
  const answer = staffAnswers?.[key] ?? answers?.[key];
  if (!answer || answer.sensitive || protection) return null;
  if (answer.file) return true;
  const { value } = answer;
  return typeof value === "object" ? value.join(listSeparator) : value;
}
