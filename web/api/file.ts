import type { OperationId } from "#shared/contract/routes.ts";
import { addressOf, refusalOf, Unreachable } from "./client.ts";

interface FileOptions {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly token: string | undefined;
  readonly language?: string;
}

/**
 * A file of the API, for which a link has no token.
 * @throws Refused, Unreachable
 */
export async function fetchFile(id: OperationId, { params, query, token, language }: FileOptions): Promise<Blob> {
  const search = query ? `?${new URLSearchParams(query)}` : "";
  const answer = await fetch(addressOf(id, params) + search, {
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(language !== undefined && { "accept-language": language }),
    },
    credentials: "omit",
  }).catch((cause: unknown) => {
    throw new Unreachable("no file", { cause });
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.blob();
}

/** Puts a file where the browser puts what people download. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers begin to read it only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
