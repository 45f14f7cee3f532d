import { GetSendQuotaCommand, type SESClient } from "@aws-sdk/client-ses";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";

/**
 * Logs how much of SES's daily quota is used, in percent, because SES publishes no metric of it. An account without a
 * quota uses none.
 */
export async function reportEmailQuota(ses: SESClient): Promise<void> {
  try {
    const { Max24HourSend: quota = 0, SentLast24Hours: sent = 0 } = await ses.send(new GetSendQuotaCommand({}));
    const usedPercent = quota > 0 ? Math.round((100 * sent) / quota) : 0;
    log("email.quota", { usedPercent, sent, quota });
  } catch (error) {
    log("email.quota-unknown", toErrorFields(error), "warn");
  }
}
