import { call } from "../api/client.ts";
import { post, untilChecked } from "./upload.ts";

interface HandedIn {
  readonly registrationId: string;
  readonly kind: "photo" | "passport";
  readonly file: Blob;
  readonly language: string;
  readonly token: string;
}

/**
 * A photo or a passport of somebody who is registered, from the choice of the file until it has been checked.
 * @throws FileRefused, Refused, Unreachable
 */
export async function handIn({ registrationId, kind, file, language, token }: HandedIn): Promise<void> {
  const body = { kind, contentType: file.type, size: file.size };
  const { documentId, ...form } = await call("requestDocument", { params: { registrationId }, body, token, language });
  await post(form, file);
  await untilChecked(documentId, language, token);
}
