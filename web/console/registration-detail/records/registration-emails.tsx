import { useState } from "preact/hooks";
import { getTextDirection } from "#shared/model/conference.ts";
import type { ApiAnswer } from "../../../kit/api/client.ts";
import { useLoaded } from "../../../kit/api/use-loaded.ts";
import { Button } from "../../../kit/components/button.tsx";
import { LoadNotice } from "../../../kit/components/notices.tsx";
import { type StaffRegistration, useConsoleContext } from "../../console-context.ts";
import { useEmailNames } from "../../emails/email-names.ts";
import { useTranslation } from "../../translations.ts";
import { EmailDelivery } from "./email-delivery.tsx";

type RegistrationEmail = ApiAnswer<"listRegistrationEmails">["items"][number];

interface RegistrationEmailsProps {
  readonly registration: StaffRegistration;
}

/**
 * The emails to the person, the latest first, each with its text. They load when opened. Those to a protected person are
 * for the readers, and reading them is recorded, so that they load when the reader asks.
 */
export function RegistrationEmails({ registration: { registrationId, protection } }: RegistrationEmailsProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [isAsked, setAsked] = useState(false);
  if (protection?.isReader === false) return null;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("sentEmails.title")}</summary>
      {isOpen &&
        (protection && !isAsked ? (
          <Button kind="secondary" small onPress={() => setAsked(true)}>
            {t("sentEmails.showRecorded")}
          </Button>
        ) : (
          <EmailList registrationId={registrationId} />
        ))}
    </details>
  );
}

function EmailList({ registrationId }: { readonly registrationId: string }) {
  const { t, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const names = useEmailNames(language);
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listRegistrationEmails", { params: { registrationId }, signal }),
    [registrationId, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  if (loaded.value.items.length === 0) return <p class="soft">{t("sentEmails.none")}</p>;
  return (
    <div class="stack-tight">
      <p class="small soft">{t("sentEmails.means")}</p>
      <ol class="history plain-list" aria-label={t("nav.emails")}>
        {loaded.value.items.map((email) => (
          <SentEmail key={email.emailId} email={email} name={names[email.kind] ?? email.kind} />
        ))}
      </ol>
    </div>
  );
}

function SentEmail({ email, name }: { readonly email: RegistrationEmail; readonly name: string }) {
  const { t } = useTranslation();
  const { language, subject, paragraphs } = email.text;
  return (
    <li class="stack-tight">
      <p class="row small">
        <strong>{name}</strong>
        <EmailDelivery email={email} />
      </p>
      <details class="small">
        <summary>{t("sentEmails.text", { email: name })}</summary>
        <blockquote lang={language} dir={getTextDirection(language)}>
          <p>
            <strong>{subject}</strong>
          </p>
          {paragraphs.map((paragraph, index) => (
            <p key={index} dir="auto">
              {paragraph}
            </p>
          ))}
        </blockquote>
      </details>
    </li>
  );
}
