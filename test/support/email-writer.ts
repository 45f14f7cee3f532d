import type { QueuedEmail } from "#shared/commands/journal.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { createWaitingListPositionFinder } from "../../functions/email-outbox/waiting-list-position.ts";
import { createEmailWriter } from "../../functions/email-outbox/write-email.ts";
import { layOutDeployedFonts } from "./badges.ts";
import { startTestKms } from "./kms.ts";
import { createTestSigner } from "./signer.ts";

export type TestEmailWriter = Awaited<ReturnType<typeof startEmailWriter>>;

/** What writes the emails of a table, with a KMS and the fonts of its own. */
export async function startEmailWriter(
  table: Table,
  ensureStaffAccount = async (_email: string, _isAgain: boolean) => {},
) {
  const kms = await startTestKms();
  const fonts = layOutDeployedFonts();
  const write = createEmailWriter({
    table,
    kms: kms.client,
    signInKeyId: "link",
    signer: await createTestSigner(),
    siteUrl: "https://palais.example",
    from: "registration@palais.example",
    findWaitingListPosition: createWaitingListPositionFinder(table),
    ensureStaffAccount,
    documents: connectDocumentsBucket("none"),
    fonts: fonts.fonts,
  });
  const stop = () => {
    kms.stop();
    fonts.remove();
  };
  const usual = { until: Number.POSITIVE_INFINITY, omitsBadge: false };
  return { write: (email: QueuedEmail, attempt = usual) => write(email, attempt), kms: kms.client, stop };
}
