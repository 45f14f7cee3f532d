import { routes } from "#shared/contract/routes.ts";
import { call, Refused, Unreachable } from "../../api/client.ts";
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
  await print(await fetchPdf(registrationId, token));
}

/** A file, which the contract's client doesn't read. */
async function fetchPdf(registrationId: string, token: string | undefined): Promise<Blob> {
  const address = routes.readBadge.path.replace("{registrationId}", encodeURIComponent(registrationId));
  const answer = await fetch(address, {
    headers: { accept: "application/pdf, application/json", ...(token && { authorization: `Bearer ${token}` }) },
    credentials: "omit",
  }).catch((cause: unknown) => {
    throw new Unreachable("no answer", { cause });
  });
  if (answer.ok) return answer.blob();
  const problem = await answer.json().catch(() => undefined);
  throw problem?.code === undefined ? new Unreachable(`status ${answer.status}`) : new Refused(problem);
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
