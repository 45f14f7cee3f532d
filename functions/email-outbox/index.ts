import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { createKmsBadgeKeys } from "#shared/badges/signer.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { createKmsClient, createKmsMac } from "#shared/runtime/kms-mac.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { createDeliverer } from "./email-delivery.ts";
import { createDeadLetterSender, createSesClient, createSesSender } from "./email-sender.ts";
import { handleOutboxEvent } from "./handle.ts";
import { createWaitingListPositionFinder } from "./waiting-list-position.ts";
import { createEmailWriter } from "./write-email.ts";

const environmentSchema = z.object({
  ...tableEnvironment,
  SITE_URL: requiredVariable,
  EMAIL_FROM: requiredVariable,
  SES_CONFIGURATION_SET: requiredVariable,
  EMAIL_DLQ_URL: requiredVariable,
  BADGE_KEY_ARNS: requiredVariable,
  SIGN_IN_KEY_ARN: requiredVariable,
  PASSPORT_KEY_ARN: requiredVariable,
  DOCUMENTS_BUCKET: requiredVariable,
  FONTS_DIR: requiredVariable,
  USER_POOL_ID: requiredVariable,
});
export type EmailOutboxEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const kms = createKmsClient();
const table = openTable(env.TABLE_NAME);
const writeEmail = createEmailWriter({
  table,
  kms,
  signInKeyId: env.SIGN_IN_KEY_ARN,
  computePassportMac: createKmsMac(kms, env.PASSPORT_KEY_ARN),
  signer: createKmsBadgeKeys(kms, env.BADGE_KEY_ARNS),
  documents: connectDocumentsBucket(env.DOCUMENTS_BUCKET),
  fonts: new FontCollection(createFontReader(env.FONTS_DIR)),
  siteUrl: env.SITE_URL,
  from: env.EMAIL_FROM,
  findWaitingListPosition: createWaitingListPositionFinder(table),
  // Invitations are rare, so the client of Cognito is loaded with the first one.
  ensureStaffAccount: async (email, isAgain) =>
    (await import("./staff-accounts.ts")).ensureStaffAccount(env.USER_POOL_ID, email, isAgain),
});
const sendRawEmail = createSesSender(createSesClient(), env.SES_CONFIGURATION_SET);
const sendToDeadLetterQueue = createDeadLetterSender(new SQSClient(), env.EMAIL_DLQ_URL);

export const handler = handleOutboxEvent(
  table,
  createDeliverer({ table, write: writeEmail, send: sendRawEmail, sendToDeadLetterQueue }),
);
