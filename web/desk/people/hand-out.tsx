import { useRef } from "preact/hooks";
import { type AnswerOf, call } from "../../api/client.ts";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { Tag } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction, useLoaded } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { freshToken } from "../../session/staff-session.ts";
import type { Gate } from "../gate/gate.ts";
import { useWords } from "../words.ts";
import { handOut } from "./collect.ts";

type Lying = AnswerOf<"listUncollectedBadges">["items"][number];

/** As many as a desk has before it; whoever has more finds people by name. */
const most = 100;

/** The badges that were printed and that nobody has come for; each leaves the list as it is handed out. */
export function HandOut({ gate, onClose }: { readonly gate: Gate; readonly onClose: () => void }) {
  const { t, language } = useWords();
  const { conferenceId } = gate.state.desk.conference;
  const [part, setPart] = useTyped(`hand-out.${conferenceId}`, "");
  const count = useRef<HTMLParagraphElement>(null);
  const { loaded, again } = useLoaded(async () => {
    const query = { limit: most };
    return call("listUncollectedBadges", { params: { conferenceId }, query, token: await freshToken(), language });
  }, [conferenceId]);
  const wanted = part.trim().toLocaleLowerCase(language);
  const fits = ({ nameOnBadge, organization = "" }: Lying) =>
    `${nameOnBadge} ${organization}`.toLocaleLowerCase(language).includes(wanted);
  const lying = loaded.state === "ready" ? loaded.value.items : [];
  return (
    <Dialog title={t("desk.handOut.title")} onClose={onClose}>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
      {loaded.state === "loading" && <p aria-busy="true">{t("common.loading")}</p>}
      {lying.length > 0 && <TextField id="lying" label={t("desk.handOut.filter")} value={part} onInput={setPart} />}
      <p ref={count} role="status" tabIndex={-1}>
        {loaded.state === "ready" && t("desk.handOut.count", { count: lying.filter(fits).length })}
      </p>
      {lying.length > 0 && (
        <ul class="plain-list found">
          {lying.filter(fits).map((each) => (
            <LyingBadge key={each.registrationId} badge={each} onDone={() => [count.current?.focus(), again()]} />
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

function LyingBadge({ badge, onDone }: { readonly badge: Lying; readonly onDone: () => void }) {
  const { t, language } = useWords();
  const { busy, error, run } = useAction();
  const { registrationId, nameOnBadge, organization, serial } = badge;
  const give = () =>
    run(async () => {
      await handOut(registrationId, language);
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
      <Button small busy={busy} label={t("desk.handOut.askFor", { name: nameOnBadge })} onPress={give}>
        {t("desk.handOut.do")}
      </Button>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
    </li>
  );
}
