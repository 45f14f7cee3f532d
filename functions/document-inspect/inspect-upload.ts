import { type InspectionVerdict, parseInspectionOrder } from "#shared/documents/inspection.contract.ts";
import { documentRules } from "#shared/model/document.ts";
import { inspectInChild } from "./inspect-in-child.ts";

/**
 * Inspects an upload in a process of its own, and stores what is kept of it. The addresses of the order are all that it
 * can read and write. Nothing that it stores can be read before `document-scan` has recorded its verdict.
 */
export async function inspectUpload(event: unknown): Promise<InspectionVerdict> {
  const { kind, eTag, source, target } = parseInspectionOrder(event);
  const upload = await fetch(source);
  if (upload.status === 404) return { state: "replaced" };
  if (!upload.ok) throw new Error(`the upload can't be read: ${upload.status}`);
  if (upload.headers.get("etag")?.replaceAll('"', "") !== eTag) return { state: "replaced" };
  const announcedType = upload.headers.get("content-type") ?? "";
  if (Number(upload.headers.get("content-length")) > documentRules[kind].maxBytes)
    return { state: "refused", rejection: "file-too-large" };
  const { verdict, bytes } = await inspectInChild(kind, announcedType, await upload.bytes());
  if (verdict.state !== "checked") return verdict;
  const headers = { "content-type": verdict.fileType };
  const stored = await fetch(target, { method: "PUT", headers, body: new Uint8Array(bytes) });
  if (!stored.ok) throw new Error(`the file can't be stored: ${stored.status}`);
  return verdict;
}
