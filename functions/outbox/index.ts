import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { kmsBadgeSigner } from "#shared/badge/signer.ts";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { openSes, sesSender } from "#shared/mail/send.ts";
import { openTable } from "#shared/store/table.ts";
import { deliver } from "./deliver.ts";
import { givenUpQueue } from "./given-up.ts";
import { handleEvent } from "./handle.ts";
import { waitingListPositions } from "./waiting-list-position.ts";
import { writeMail } from "./write-mail.ts";

const environment = z.object({
  ...tableEnvironment,
  SITE_URL: variable,
  MAIL_FROM: variable,
  CONFIGURATION_SET: variable,
  GIVEN_UP_MAILS: variable,
  BADGE_KEY: variable,
  LINK_KEY: variable,
  DOCUMENTS: variable,
  FONTS: variable,
});
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const kms = new KMSClient();
const table = openTable(env.TABLE);
const write = writeMail({
  table,
  kms,
  linkKey: env.LINK_KEY,
  signer: kmsBadgeSigner(kms, env.BADGE_KEY),
  documents: openDocuments(env.DOCUMENTS),
  fonts: new Fonts(fontsIn(env.FONTS)),
  siteUrl: env.SITE_URL,
  from: env.MAIL_FROM,
  position: waitingListPositions(table),
});
const send = sesSender(openSes(), env.CONFIGURATION_SET);
const giveUp = givenUpQueue(new SQSClient(), env.GIVEN_UP_MAILS);

export const handler = handleEvent(table, deliver({ table, write, send, giveUp }));
