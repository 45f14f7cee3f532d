import { call } from "../../api/client.ts";
import { freshToken } from "../../session/staff-session.ts";

/** Whoever it belongs to has the badge in hand; once more says when they were given it. @throws Refused, Unreachable */
export async function handOut(registrationId: string, language: string): Promise<void> {
  await call("collectBadge", { params: { registrationId }, body: {}, token: await freshToken(), language });
}
