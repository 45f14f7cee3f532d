import { createBadgePrintOptions } from "#shared/badges/badge-data-loader.ts";
import { chooseBadgeLayout } from "#shared/badges/layout-choice.rules.ts";
import { getBadgeLayout } from "#shared/badges/layouts.ts";
import { printBadgesPdf } from "#shared/badges/print-badges.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { LayoutChoice } from "#shared/model/badge-layout.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { buildSampleBadges } from "./sample-badges.ts";

/** A preview of badges in a layout that the conference need not use yet; otherwise in the layouts of the conference. */
export const previewBadges =
  (table: Table, fonts: FontCollection): ApiHandler<"previewBadges"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { paper, layout } = request.body;
    const badges = buildSampleBadges(conference).map(({ content, ...kind }) => {
      const choice = (layout as LayoutChoice | undefined) ?? chooseBadgeLayout(conference, kind);
      return { content, layout: getBadgeLayout(choice) };
    });
    return printBadgesPdf(badges, createBadgePrintOptions(conference, fonts, paper));
  };
