import type { Session } from "../../session/delegate-session.ts";
import { useWords } from "../words.ts";
import { Registration } from "./registration.tsx";

/** Where each registration stands that the mailed link opened. */
export function Status({ session }: { readonly session: Session }) {
  const { t } = useWords();
  return (
    <div class="stack-wide">
      {session.registrations.map((registrationId) => (
        <Registration key={registrationId} registrationId={registrationId} token={session.accessToken} />
      ))}
      {session.delegations.length > 0 && (
        <p>
          <a href="/delegation">{t("status.delegation")}</a>
        </p>
      )}
    </div>
  );
}
