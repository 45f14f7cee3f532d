import type { AnswerOf } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { linkTo } from "../link.ts";
import type { DelegationNames } from "../names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly badge: AnswerOf<"listUncollectedBadges">["items"][number];
  readonly names: DelegationNames;
  readonly again: () => void;
}

/** A badge at the desk, and that somebody has come for it. */
export function UncollectedRow({ badge, names, again }: Props) {
  const { t, language } = useWords();
  const { ask, settings } = useOffice();
  const { registrationId, serial, nameOnBadge: name, organization, delegationId, printedAt } = badge;
  const { busy, error, run } = useAction();
  const collect = () =>
    run(async () => {
      await ask("collectBadge", { params: { registrationId }, body: {} });
      announce(t("badges.collected", { name }));
      again();
    });
  return (
    <tr>
      <th scope="row">
        <a href={linkTo({ conference: settings.conferenceId, view: "queue", registration: registrationId })}>
          <bdi>{name}</bdi>
        </a>
      </th>
      <td>
        <bdi>{(delegationId && names.get(delegationId)) ?? organization ?? "–"}</bdi>
      </td>
      <td class="number">{serial}</td>
      <td class="small">{moment(printedAt, settings.timeZone, language)}</td>
      <td>
        <Button kind="secondary" small busy={busy} label={t("badges.collectOf", { name })} onPress={collect}>
          {t("badges.collect")}
        </Button>
        {error !== undefined && <ProblemNotice error={error} t={t} />}
      </td>
    </tr>
  );
}
