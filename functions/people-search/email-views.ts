import { type EmailStatus, listEmailIssues } from "#shared/model/email.ts";

/**
 * The delivery of an e-mail for staff: one that is being sent counts as queued.
 * @param queuedAt RFC 3339, UTC
 */
export const toEmailStatusView = (status: EmailStatus, queuedAt: string) => ({
  state: status.state === "claimed" ? ("queued" as const) : status.state,
  at: "at" in status ? status.at : queuedAt,
  issues: listEmailIssues(status),
  ...describeTries(status),
});

/**
 * The failed tries of an e-mail, and the error of SES. The message id of SES is for operators: a withheld e-mail has
 * none of SES's.
 */
function describeTries(status: EmailStatus) {
  if (status.state === "sent") return {};
  if (status.state === "failed")
    return { reason: status.reason, ...(status.error !== undefined && { answer: status.error }) };
  return status.failures ? { failures: status.failures } : {};
}
