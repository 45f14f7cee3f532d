import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import { kmsBadgeSigner } from "#shared/badge/signer.ts";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { handleJobs } from "#shared/jobs/run.ts";
import { openTable } from "#shared/store/table.ts";
import { runBatch } from "./run.ts";

const environment = z.object({ ...tableEnvironment, BADGE_KEY: variable, DOCUMENTS: variable, FONTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openTable(env.TABLE);
const signer = kmsBadgeSigner(new KMSClient(), env.BADGE_KEY);
const press = { table, signer, documents: openDocuments(env.DOCUMENTS), fonts: new Fonts(fontsIn(env.FONTS)) };

export const handler = handleJobs(table, "badge", runBatch(press));
