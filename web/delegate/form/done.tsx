import { useEffect, useRef } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { textIn } from "../../i18n/words.tsx";
import { Notice } from "../../kit/notice.tsx";
import { poolNames } from "../status/pool-names.ts";
import type { ConferenceAnswer } from "../use-conference.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly answer: AnswerOf<"submitRegistration">;
  readonly conference: ConferenceAnswer | undefined;
  readonly email: string;
}

/** What the API answered, and what happens next. The same is on its way by mail. */
export function Done({ answer, conference, email }: Props) {
  const { t, find, language } = useWords();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const waitingFor = poolNames(answer.waitingFor ?? [], conference, { find, language });
  return (
    <div class="sheet stack-wide">
      <h1 ref={title} tabIndex={-1}>
        {t("done.title")}
      </h1>
      {conference && (
        <p class="soft">
          <bdi>{textIn(conference.title, language)}</bdi>
        </p>
      )}
      <Notice tone={answer.seat === "waiting" ? "warning" : "success"}>
        <p>{t(answer.seat === "waiting" ? "done.waiting" : answer.seat === "held" ? "done.held" : "done.received")}</p>
        {waitingFor.length > 0 && (
          <ul>
            {waitingFor.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        )}
      </Notice>
      <h2>{t("done.next")}</h2>
      <ol>
        <li>
          {t("done.mail")} <bdi dir="ltr">{email}</bdi>
        </li>
        <li>{t("done.review")}</li>
        <li>{t("done.travel")}</li>
      </ol>
    </div>
  );
}
