import { type BadgeDataSources, createBadgePrintOptions, createLogoSource } from "#shared/badges/badge-data-loader.ts";
import { chooseBadgeLayout } from "#shared/badges/layout-choice.rules.ts";
import { getBadgeLayout } from "#shared/badges/layouts.ts";
import { type PrintableBadge, printBadgesPdf } from "#shared/badges/print-badges.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { BadgeLayout, LayoutChoice } from "#shared/model/badge-layout.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { buildSampleBadges } from "./sample-badges.ts";

/** What a preview reads; it signs nothing. */
export type PreviewSources = Omit<BadgeDataSources, "signer">;

/**
 * The most texts and pictures that one preview composes, of all its badges together: a few seconds of work. A
 * conference with more shows the badges of its first categories.
 */
const maxPreviewParts = 800;

const countLayoutParts = ({ parts }: BadgeLayout): number =>
  parts.reduce((count, part) => count + (part.kind === "texts" ? part.texts.length : 1), 0);

/** The first badges whose parts are within the limit; at least one. */
function limitWork(badges: readonly PrintableBadge[]): readonly PrintableBadge[] {
  let parts = 0;
  return badges.filter(({ layout }, index) => {
    parts += countLayoutParts(layout);
    return index === 0 || parts <= maxPreviewParts;
  });
}

/** A preview of badges in a layout that the conference need not use yet; otherwise in the layouts of the conference. */
export const previewBadges =
  (sources: PreviewSources): ApiHandler<"previewBadges"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(sources.table, request);
    const getLogo = createLogoSource(sources, conference);
    const { paper, layout } = request.body;
    const { items } = await loadQuestions(sources.table, conference);
    const badges = buildSampleBadges(conference, items).map(async ({ content, ...kind }): Promise<PrintableBadge> => {
      const chosen = getBadgeLayout((layout as LayoutChoice | undefined) ?? chooseBadgeLayout(conference, kind));
      const logo = await getLogo(chosen);
      return { content: { ...content, ...(logo && { logo }) }, layout: chosen };
    });
    return printBadgesPdf(
      limitWork(await Promise.all(badges)),
      createBadgePrintOptions(conference, sources.fonts, paper),
    );
  };
