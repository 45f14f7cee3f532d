import { useRef } from "preact/hooks";
import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { LoadNotice, ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";
import type { GateController } from "../gate/gate-controller.ts";
import { useTranslation } from "../translations.ts";
import { recordBadgeCollection } from "./badge-actions.ts";

type ListedBadge = ApiAnswer<"listUncollectedBadges">["items"][number];

/** The maximum number of listed badges; further people are found by name. */
const maxUncollected = 100;

/** The printed badges that are not collected; each leaves the list when it is handed out. */
export function BadgeCollectionDialog({
  gate,
  onClose,
}: {
  readonly gate: GateController;
  readonly onClose: () => void;
}) {
  const { t, language } = useTranslation();
  const { conferenceId } = gate.state.desk.conference;
  const [part, setPart] = useFormState(`hand-out.${conferenceId}`, "");
  const count = useRef<HTMLParagraphElement>(null);
  const { loaded, reload } = useLoaded(async () => {
    return callApi("listUncollectedBadges", {
      params: { conferenceId },
      query: { limit: maxUncollected },
      token: await getFreshIdToken(),
      language,
    });
  }, [conferenceId]);
  const query = part.trim().toLocaleLowerCase(language);
  const isMatch = ({ nameOnBadge, organization = "" }: ListedBadge) =>
    `${nameOnBadge} ${organization}`.toLocaleLowerCase(language).includes(query);
  const badges = loaded.state === "ready" ? loaded.value.items : [];
  return (
    <Dialog title={t("desk.handOut.title")} onClose={onClose}>
      <LoadNotice {...{ loaded, reload, t }} />
      {badges.length > 0 && <TextField id="lying" label={t("desk.handOut.filter")} value={part} onInput={setPart} />}
      <p ref={count} role="status" tabIndex={-1}>
        {loaded.state === "ready" && t("desk.handOut.count", { count: badges.filter(isMatch).length })}
      </p>
      {badges.length > 0 && (
        <ul class="plain-list found">
          {badges.filter(isMatch).map((each) => (
            <ListedBadgeItem key={each.registrationId} badge={each} onDone={() => [count.current?.focus(), reload()]} />
          ))}
        </ul>
      )}
      {loaded.state === "ready" && loaded.value.next !== null && <p class="soft">{t("desk.handOut.more")}</p>}
      <Button kind="secondary" onPress={onClose}>
        {t("common.close")}
      </Button>
    </Dialog>
  );
}

function ListedBadgeItem({ badge, onDone }: { readonly badge: ListedBadge; readonly onDone: () => void }) {
  const { t, language } = useTranslation();
  const { busy, error, run } = useAction();
  const { registrationId, nameOnBadge, organization, serial } = badge;
  const handOut = () =>
    run(async () => {
      await recordBadgeCollection(registrationId, language);
      announce(t("desk.handOut.said", { name: nameOnBadge }));
      onDone();
    });
  return (
    <li class="row lying">
      <p>
        <strong>
          <bdi>{nameOnBadge}</bdi>
        </strong>{" "}
        {organization && <bdi class="soft">{organization}</bdi>} <Tag>{t("desk.find.serial", { serial })}</Tag>
      </p>
      <Button small busy={busy} label={t("desk.handOut.askFor", { name: nameOnBadge })} onPress={handOut}>
        {t("desk.handOut.do")}
      </Button>
      <ProblemNotice error={error} t={t} />
    </li>
  );
}
