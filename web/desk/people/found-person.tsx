import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { RadioField } from "../../kit/inputs.tsx";
import { Notice, Tag, Tags } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import type { Conference } from "../gate/kept.ts";
import { useWords } from "../words.ts";
import { handOut } from "./collect.ts";
import { printBadge } from "./print.ts";

interface Props {
  readonly person: AnswerOf<"searchRegistrations">["items"][number];
  readonly conference: Conference;
  readonly onPrinted: () => void;
}

export function FoundPerson({ person: found, conference, onPrinted }: Props) {
  const { t, language } = useWords();
  const [isAsked, setAsked] = useState(false);
  const [isGiven, setGiven] = useState(false);
  const { busy, error, run } = useAction();
  const { registrationId, person, organization, accreditation, seat, badge } = found;
  const name = person.nameOnBadge ?? [person.givenName, person.familyName].filter(Boolean).join(" ");
  const category = conference.categories.find((each) => each.category === found.category);
  const print = (reason?: string) =>
    run(async () => {
      await printBadge(registrationId, reason);
      setAsked(false);
      onPrinted();
    });
  const give = () =>
    run(async () => {
      await handOut(registrationId, language);
      setGiven(true);
    });
  const isConfirmed = accreditation === "approved" && seat === "held";
  return (
    <li class="stack">
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <br />
        <span class="soft">
          {organization && <bdi>{organization} · </bdi>}
          {category && textIn(category.title, language)}
        </span>
      </p>
      <Tags>
        <Tag tone={accreditation === "approved" ? "success" : "warning"}>{t(`accreditation.${accreditation}`)}</Tag>
        <Tag tone={seat === "held" ? "success" : "warning"}>{t(`seat.${seat}`)}</Tag>
        {badge && <Tag>{t("desk.find.serial", { serial: badge.serial })}</Tag>}
        {isGiven && <Tag tone="success">{t("desk.handOut.do")}</Tag>}
      </Tags>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {isConfirmed && !isAsked && (
        <div class="row">
          <Button
            small
            busy={busy}
            label={`${t("desk.find.print")}${t("common.colon")}${name}`}
            onPress={() => print()}
          >
            {t("desk.find.print")}
          </Button>
          <Button
            kind="secondary"
            small
            label={`${t("desk.find.reprint")}${t("common.colon")}${name}`}
            onPress={() => setAsked(true)}
          >
            {t("desk.find.reprint")}
          </Button>
          {badge && !isGiven && (
            <Button kind="secondary" small busy={busy} label={t("desk.handOut.askFor", { name })} onPress={give}>
              {t("desk.handOut.do")}
            </Button>
          )}
        </div>
      )}
      {isAsked && <Reprint {...{ name, busy }} onPrint={print} onClose={() => setAsked(false)} />}
    </li>
  );
}

const reasons = ["lost", "damaged", "wrong"] as const;

/** Why the badge before this one is to be dead; the reason stands in the history. */
function Reprint({
  name,
  busy,
  onPrint,
  onClose,
}: {
  readonly name: string;
  readonly busy: boolean;
  readonly onPrint: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const [reason, setReason] = useState<string>("lost");
  const options = reasons.map((value) => ({ value, label: t(`desk.find.${value}`) }));
  return (
    <fieldset class="stack">
      <legend>{t("desk.find.reprintTitle", { name })}</legend>
      <Notice tone="warning">
        <p>{t("desk.find.reprintMeans")}</p>
      </Notice>
      <RadioField
        id="reprint-reason"
        label={t("desk.find.reason")}
        value={reason}
        options={options}
        onChange={setReason}
      />
      <div class="row">
        <Button small busy={busy} onPress={() => onPrint(reason)}>
          {t("desk.find.reprint")}
        </Button>
        <Button kind="secondary" small onPress={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </fieldset>
  );
}
