import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { Confirm } from "../../kit/dialog.tsx";
import { Tag } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { linkTo } from "../link.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly mail: AnswerOf<"readMails">["items"][number];
  readonly name: string;
  readonly again: () => void;
}

/** After these no more mails are sent to the address, until somebody says that it is mended. */
const suppressing: readonly string[] = ["suppressed", "bounced", "complained"];

/** A mail, what went wrong with it, and whose it was. */
export function MailRow({ mail, name, again }: Props) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const [isAsking, setAsking] = useState(false);
  const { registrationId, delegationId, states, at, reason } = mail;
  const place = registrationId
    ? { view: "queue", registration: registrationId }
    : { view: "delegations", delegation: delegationId };
  const isSuppressed = states.some((each) => suppressing.includes(each));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span class="row">
          {states.map((each) => (
            <Tag key={each} tone={each === "failed" || each === "complained" ? "danger" : "warning"}>
              {t(`trouble.${each}`)}
            </Tag>
          ))}
        </span>
        {reason && <p class="small soft">{t(`mailReason.${reason}`)}</p>}
      </td>
      <td class="small">{moment(at, settings.timeZone, language)}</td>
      <td>
        <a href={linkTo({ conference: settings.conferenceId, ...place })}>
          {t(registrationId ? "mails.registration" : "mails.delegation")}
        </a>
      </td>
      <td>
        {registrationId && isSuppressed && (
          <Button kind="secondary" small onPress={() => setAsking(true)}>
            {t("mails.lift")}
          </Button>
        )}
        {registrationId && isAsking && <Lift {...{ registrationId, again }} onClose={() => setAsking(false)} />}
      </td>
    </tr>
  );
}

interface LiftProps {
  readonly registrationId: string;
  readonly again: () => void;
  readonly onClose: () => void;
}

function Lift({ registrationId, again, onClose }: LiftProps) {
  const { t } = useWords();
  const { ask } = useOffice();
  const { busy, error, run } = useAction();
  const lift = () =>
    run(async () => {
      await ask("resumeMail", { params: { registrationId } });
      announce(t("mails.lifted"));
      again();
      onClose();
    });
  return (
    <Confirm
      title={t("mails.lift")}
      yes={t("mails.lift")}
      no={t("common.cancel")}
      busy={busy}
      onYes={lift}
      onNo={onClose}
    >
      <p>{t("mails.liftMeans")}</p>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
    </Confirm>
  );
}
