import { call, callForFile } from "../../api/client.ts";
import { freshToken } from "../../session/staff-session.ts";

/**
 * The live badge of somebody, on paper: the browser's own dialog for printing opens over the page. With a reason it is a
 * new badge, and the one before it is dead.
 * @throws Refused, Unreachable
 */
export async function printBadge(registrationId: string, reason?: string): Promise<void> {
  const token = await freshToken();
  const body = reason === undefined ? {} : { reason };
  const key = crypto.randomUUID();
  await call("issueBadge", { params: { registrationId }, body, token, key });
  await print(await callForFile("readBadge", { params: { registrationId }, token }));
}

/** The frame stays until the next badge, for a browser prints from it as long as its dialog is open. */
let frame: HTMLIFrameElement | undefined;

async function print(pdf: Blob): Promise<void> {
  if (frame) URL.revokeObjectURL(frame.src);
  frame?.remove();
  frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.title = "PDF";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  const loaded = new Promise((resolve) => frame?.addEventListener("load", resolve, { once: true }));
  frame.src = URL.createObjectURL(pdf);
  document.body.append(frame);
  await loaded;
  frame.contentWindow?.focus();
  frame.contentWindow?.print();
}
