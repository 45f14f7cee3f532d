import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { createKmsBadgeKeys } from "#shared/badges/signer.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { createKmsClient } from "#shared/runtime/kms-mac.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { getCertificatePdf } from "./certificate.ts";
import { collectBadge, listUncollectedBadges } from "./collections.ts";
import { drawBadges } from "./draw-badges.ts";
import { getLinkPicture } from "./link-picture.ts";
import { getBadgeCode, getBadgePdf, issueBadge, listBadgeKeys } from "./live-badge.ts";
import { getPoster } from "./poster.ts";
import { previewBadges } from "./preview-badges.ts";
import { startBadgeBatch } from "./start-badge-batch.ts";
import { previewVisaLetter } from "./visa-letter-preview.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  BADGE_KEY_ARNS: requiredVariable,
  DOCUMENTS_BUCKET: requiredVariable,
  FONTS_DIR: requiredVariable,
  SITE_URL: requiredVariable,
});
export type BadgeEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const { TABLE_NAME, BADGE_KEY_ARNS, DOCUMENTS_BUCKET, FONTS_DIR } = env;
const table = openCommandStore(TABLE_NAME);
const signer = createKmsBadgeKeys(createKmsClient(), BADGE_KEY_ARNS);
const fonts = new FontCollection(createFontReader(FONTS_DIR));
const sources = { table, documents: connectDocumentsBucket(DOCUMENTS_BUCKET), fonts };

export const handler = createHttpHandler(
  {
    issueBadge: issueBadge(table, signer),
    getBadgePdf: getBadgePdf({ ...sources, signer }),
    getLinkPicture: getLinkPicture(sources),
    getCertificatePdf: getCertificatePdf(sources, env.SITE_URL),
    previewVisaLetter: previewVisaLetter(sources, env.SITE_URL),
    getPoster: getPoster(sources, env.SITE_URL),
    previewBadges: previewBadges(sources),
    drawBadges: drawBadges(sources),
    getBadgeCode: getBadgeCode(table, signer),
    startBadgeBatch: startBadgeBatch(table),
    listUncollectedBadges: listUncollectedBadges(table),
    collectBadge: collectBadge(table),
    listBadgeKeys: listBadgeKeys(signer),
  },
  createLazyAuthorizer(env),
);
