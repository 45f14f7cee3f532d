import { moment } from "../../i18n/dates.ts";
import { Button } from "../../kit/button.tsx";
import { Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { poolLabel } from "../names.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly registration: Registration;
  readonly again: () => void;
}

/** What an officer should know before deciding: what is missing, what holds the person back, what was asked for. */
export function Warnings({ registration, again }: Props) {
  const { t, language } = useWords();
  const { settings, decides } = useOffice();
  const { missing, onLetter, waitingFor, claimedDelegation, returned, undeliverable } = registration;
  const said = [
    ...(missing ?? []).map((each) => t(`warning.missing.${each}`)),
    ...(onLetter === false ? [t("warning.notOnLetter")] : []),
    ...(claimedDelegation ? [t("warning.claimed")] : []),
    ...(waitingFor && waitingFor.length > 0
      ? [t("warning.waits", { pools: waitingFor.map((pool) => poolLabel(pool, { settings, language, t })).join(", ") })]
      : []),
  ];
  return (
    <>
      {said.length > 0 && (
        <Notice tone="warning">
          <ul>
            {said.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Notice>
      )}
      {onLetter === true && <p class="small soft">{t("warning.onLetter")}</p>}
      {returned && (
        <Notice>
          <p>
            {returned.until
              ? t("warning.returnedUntil", { until: moment(returned.until, settings.timeZone, language) })
              : t("warning.returned")}
          </p>
          <blockquote>
            <bdi>{returned.reason}</bdi>
          </blockquote>
        </Notice>
      )}
      {undeliverable && (
        <Undeliverable {...{ undeliverable, again, mayLift: decides }} registrationId={registration.registrationId} />
      )}
    </>
  );
}

function Undeliverable({
  registrationId,
  undeliverable,
  mayLift,
  again,
}: {
  readonly registrationId: string;
  readonly undeliverable: NonNullable<Registration["undeliverable"]>;
  readonly mayLift: boolean;
  readonly again: () => void;
}) {
  const { t, language } = useWords();
  const { ask, settings } = useOffice();
  const { busy, error, run } = useAction();
  const lift = () =>
    run(async () => {
      await ask("resumeMail", { params: { registrationId } });
      again();
    });
  return (
    <Notice tone="danger">
      <p>{t(`warning.${undeliverable.reason}`, { at: moment(undeliverable.at, settings.timeZone, language) })}</p>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {mayLift && (
        <Button kind="secondary" small busy={busy} onPress={lift}>
          {t("mails.lift")}
        </Button>
      )}
    </Notice>
  );
}
