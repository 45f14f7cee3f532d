/**
 * The idempotency key of a request: sent again with the same body it has its effect once, and with a changed one it is
 * another request.
 * @param form which form it is, so that two that say the same are two
 */
export async function keyOf(form: unknown, body: unknown): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify([form, body])));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
