import {
  type BadgeContent,
  createBadgeContent,
  createBadgeTexts,
  getBadgeLanguage,
} from "#shared/badges/badge-content.ts";
import { createLogoSource, loadPrintedQuestions } from "#shared/badges/badge-data-loader.ts";
import { composeBadge } from "#shared/badges/compose-badge.ts";
import { getBadgeLayout } from "#shared/badges/layouts.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { LayoutChoice } from "#shared/model/badge-layout.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { listRegistrations, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { drawBadgeSvg } from "./badge-svg.ts";
import { findNameExtremes, type HolderFilter } from "./name-extremes.rules.ts";
import type { PreviewSources } from "./preview-badges.ts";
import { buildSampleBadges, sampleToken } from "./sample-badges.ts";

/** A badge to draw: of a person of the conference, or of an invented one. */
interface Example {
  readonly registrationId?: string;
  readonly name: string;
  readonly content: BadgeContent;
}

/**
 * Draws a layout with the longest and the shortest name of the conference as lists show them: of a protected person the
 * alias. Before the first registration, the people are invented. The codes open no gate, and no photo is shown.
 */
export const drawBadges =
  (sources: PreviewSources): ApiHandler<"drawBadges"> =>
  async (request) => {
    const { table, fonts } = sources;
    const conference = await loadConferenceForStaff(table, request);
    const { layout, withPhoto, registrationIds, ...filter } = request.body;
    const chosen = getBadgeLayout(layout as LayoutChoice);
    const people = await loadExamplePeople(table, conference, registrationIds, filter);
    const questions = await loadPrintedQuestions(table, conference, chosen);
    const examples =
      people.length > 0
        ? people.map((each) => toExample(conference, each, questions))
        : listSamples(conference, filter, questions);
    const logo = await createLogoSource(sources, conference)(chosen);
    return {
      items: examples.map(({ content, ...person }) => {
        const shown = { ...content, ...(withPhoto && { photo: new Uint8Array() }), ...(logo && { logo }) };
        const badge = composeBadge(chosen, shown, fonts);
        return { ...person, svg: drawBadgeSvg(badge), shortenedParts: [...badge.shortenedParts] };
      }),
    };
  };

/** The people that the request names, as far as they are live; otherwise those with the longest and shortest name. */
async function loadExamplePeople(
  table: Table,
  { conferenceId }: Conference,
  registrationIds: readonly string[] = [],
  filter: HolderFilter,
): Promise<Registration[]> {
  const named = [...(await loadRegistrations(table, registrationIds)).values()].filter(
    (each) => each.conferenceId === conferenceId && isLive(each),
  );
  if (named.length > 0) return named;
  const { registrations } = await listRegistrations(table, conferenceId, {}, undefined, Number.MAX_SAFE_INTEGER);
  return findNameExtremes(registrations, filter);
}

function toExample(conference: Conference, registration: Registration, questions: readonly Question[]): Example {
  const words = createBadgeTexts(getBadgeLanguage(conference));
  const { registrationId } = registration;
  const content = createBadgeContent(conference, registration, words, { token: sampleToken, questions });
  return { registrationId, name: getDisplayName(registration), content };
}

/** Two invented people of the categories, the first with a long name and title. */
function listSamples(conference: Conference, { categories }: HolderFilter, questions: readonly Question[]): Example[] {
  const all = buildSampleBadges(conference, questions);
  const matching = all.filter(({ category }) => !categories || categories.includes(category));
  return (matching.length > 0 ? matching : all)
    .slice(0, 2)
    .map(({ content }) => ({ name: content.texts.name ?? "", content }));
}
