import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import { kmsBadgeSigner } from "#shared/badge/signer.ts";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { startBadgeBatch } from "./batch.ts";
import { readBadgeCode } from "./code.ts";
import { collectBadge } from "./collect.ts";
import { issueBadge } from "./issue.ts";
import { listBadgeKeys } from "./keys.ts";
import { previewBadge } from "./preview.ts";
import { readBadge } from "./read.ts";
import { listUncollectedBadges } from "./uncollected.ts";

const environment = z.object({ ...tableEnvironment, BADGE_KEY: variable, DOCUMENTS: variable, FONTS: variable });
export type Environment = z.infer<typeof environment>;

const { TABLE, BADGE_KEY, DOCUMENTS, FONTS } = environmentOf(environment);
const table = openCommandStore(TABLE);
const signer = kmsBadgeSigner(new KMSClient(), BADGE_KEY);
const fonts = new Fonts(fontsIn(FONTS));

export const handler = serve({
  issueBadge: issueBadge(table, signer),
  readBadge: readBadge({ table, signer, documents: openDocuments(DOCUMENTS), fonts }),
  previewBadge: previewBadge(table, fonts),
  readBadgeCode: readBadgeCode(table, signer),
  startBadgeBatch: startBadgeBatch(table),
  listUncollectedBadges: listUncollectedBadges(table),
  collectBadge: collectBadge(table),
  listBadgeKeys: listBadgeKeys(signer),
});
