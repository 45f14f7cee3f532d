import { Notice } from "../components/notices.tsx";
import { SignInLinkForm, type SignInLinkReader } from "./sign-in-link-form.tsx";

interface SessionOverProps {
  readonly reader: SignInLinkReader;
  readonly conferenceId: string;
  readonly returnPath?: string;
}

/** Says that the session is over, and offers a link that starts the next one. */
export function SessionOver({ reader, ...form }: SessionOverProps) {
  const { t } = reader;
  return (
    <div class="stack">
      <Notice tone="warning" urgent>
        <p>
          <strong>{t("link.over")}</strong>
        </p>
        <p>{t("link.overLead")}</p>
      </Notice>
      <SignInLinkForm reader={reader} title={t("link.again")} {...form} />
    </div>
  );
}
