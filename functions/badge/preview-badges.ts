import { type BadgeDataSources, createBadgePrintOptions, createLogoSource } from "#shared/badges/badge-data-loader.ts";
import { chooseBadgeLayout } from "#shared/badges/layout-choice.rules.ts";
import { getBadgeLayout } from "#shared/badges/layouts.ts";
import { type PrintableBadge, printBadgesPdf } from "#shared/badges/print-badges.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { LayoutChoice } from "#shared/model/badge-layout.ts";
import { buildSampleBadges } from "./sample-badges.ts";

/** What a preview reads; it signs nothing. */
export type PreviewSources = Omit<BadgeDataSources, "signer">;

/** A preview of badges in a layout that the conference need not use yet; otherwise in the layouts of the conference. */
export const previewBadges =
  (sources: PreviewSources): ApiHandler<"previewBadges"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(sources.table, request);
    const getLogo = createLogoSource(sources, conference);
    const { paper, layout } = request.body;
    const badges = buildSampleBadges(conference).map(async ({ content, ...kind }): Promise<PrintableBadge> => {
      const chosen = getBadgeLayout((layout as LayoutChoice | undefined) ?? chooseBadgeLayout(conference, kind));
      const logo = await getLogo(chosen);
      return { content: { ...content, ...(logo && { logo }) }, layout: chosen };
    });
    return printBadgesPdf(await Promise.all(badges), createBadgePrintOptions(conference, sources.fonts, paper));
  };
