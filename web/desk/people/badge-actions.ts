import { callApi, fetchFile } from "../../kit/api/client.ts";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";

/** Records the collection of a badge; repeated calls keep the first time. @throws ApiError, NetworkError */
export async function recordBadgeCollection(registrationId: string, language: string): Promise<void> {
  await callApi("collectBadge", { params: { registrationId }, body: {}, token: await getFreshIdToken(), language });
}

/**
 * Prints the valid badge of a person through the print dialog of the browser. With a reason it issues a new badge, and
 * the previous one is no longer valid.
 * @throws ApiError, NetworkError
 */
export async function printBadge(registrationId: string, reason?: string): Promise<void> {
  const token = await getFreshIdToken();
  const body = reason === undefined ? {} : { reason };
  const idempotencyKey = crypto.randomUUID();
  await callApi("issueBadge", { params: { registrationId }, body, token, idempotencyKey });
  await printPdf(await fetchFile("getBadgePdf", { params: { registrationId }, token }));
}

/** The frame stays until the next badge, because the browser prints from it while its dialog is open. */
let printFrame: HTMLIFrameElement | undefined;

async function printPdf(pdf: Blob): Promise<void> {
  if (printFrame) URL.revokeObjectURL(printFrame.src);
  printFrame?.remove();
  printFrame = document.createElement("iframe");
  printFrame.className = "print-frame";
  printFrame.title = "PDF";
  printFrame.tabIndex = -1;
  printFrame.setAttribute("aria-hidden", "true");
  const loaded = new Promise((resolve) => printFrame?.addEventListener("load", resolve, { once: true }));
  printFrame.src = URL.createObjectURL(pdf);
  document.body.append(printFrame);
  await loaded;
  printFrame.contentWindow?.focus();
  printFrame.contentWindow?.print();
}
