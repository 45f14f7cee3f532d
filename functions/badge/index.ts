import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import { kmsBadgeSigner } from "#shared/badge/signer.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { readBadgeCode } from "./code.ts";
import { issueBadge } from "./issue.ts";
import { listBadgeKeys } from "./keys.ts";

const environment = z.object({ ...tableEnvironment, BADGE_KEY: variable });
export type Environment = z.infer<typeof environment>;

const { TABLE, BADGE_KEY } = environmentOf(environment);
const signer = kmsBadgeSigner(new KMSClient(), BADGE_KEY);

export const handler = serve({
  issueBadge: issueBadge(openTable(TABLE), signer),
  readBadgeCode: readBadgeCode(openTable(TABLE), signer),
  listBadgeKeys: listBadgeKeys(signer),
});
