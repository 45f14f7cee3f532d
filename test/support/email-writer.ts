import type { QueuedEmail } from "#shared/commands/journal.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { createKmsMac } from "#shared/runtime/kms-mac.ts";
import { createWaitingListPositionFinder } from "../../functions/email-outbox/waiting-list-position.ts";
import { createEmailWriter } from "../../functions/email-outbox/write-email.ts";
import { layOutDeployedFonts } from "./badges.ts";
import { startTestKms } from "./kms.ts";
import { readLineText } from "./pdf-reader.ts";
import { createTestSigner } from "./signer.ts";

export type TestEmailWriter = Awaited<ReturnType<typeof startEmailWriter>>;

/** The text of a PDF that an email carries. */
export function readAttachedPdf(raw: Uint8Array, filename: string): string {
  const name = filename.replaceAll(".", "\\.");
  const attached = new RegExp(`name="?${name}[\\s\\S]*?\\r\\n\\r\\n([A-Za-z0-9+/=\\r\\n]+)`);
  const [, content = ""] = attached.exec(Buffer.from(raw).toString("latin1")) ?? [];
  return readLineText(Buffer.from(content, "base64"));
}

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
    computePassportMac: createKmsMac(kms.client, "other-link"),
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
