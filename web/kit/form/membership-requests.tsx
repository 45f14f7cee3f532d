import { useState } from "preact/hooks";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { type ApiAnswer, ApiError } from "../api/client.ts";
import { useAction } from "../api/use-loaded.ts";
import { announce } from "../components/announce.ts";
import { Button } from "../components/button.tsx";
import { type FrameTranslate, ProblemNotice } from "../components/notices.tsx";
import type { PageTranslator } from "../i18n/translations.tsx";
import { findHeadText, SecondHeadNotice } from "./second-head.tsx";

type MembershipRequest = ApiAnswer<"getDelegation">["requests"][number];

interface MembershipRequestsProps {
  readonly reader: PageTranslator<
    | Parameters<FrameTranslate>[0]
    | `head.${"ask" | "handOver"}`
    | `requests.${"title" | "lead" | "confirm" | "decline" | "confirmName" | "declineName" | "confirmed" | "declined"}`
  >;
  /** People who named the delegation in the form. */
  readonly requests: readonly MembershipRequest[];
  readonly headingLevel: 2 | 3;
  /** Absent for a reader who may not decide. */
  readonly send?:
    | ((body: {
        items: { registrationId: string; confirm: boolean; replaceHead?: boolean }[];
      }) => Promise<Pick<ApiAnswer<"confirmMembers">, "items">>)
    | undefined;
  readonly onDecided: () => void;
}

/** The people who wait for a delegation's confirmation, each with the two decisions; nothing if none waits. */
export function MembershipRequests({ reader, requests, headingLevel, send, onDecided }: MembershipRequestsProps) {
  const { t } = reader;
  const { busy, error, run } = useAction();
  const [secondHead, setSecondHead] = useState<{ readonly request: MembershipRequest; readonly text: string }>();
  if (requests.length === 0) return null;
  const Heading = `h${headingLevel}` as const;
  const decide = (request: MembershipRequest, confirm: boolean, replaceHead = false) =>
    run(async () => {
      setSecondHead(undefined);
      const { registrationId } = request;
      const answer = await send?.({ items: [{ registrationId, confirm, ...(replaceHead && { replaceHead }) }] });
      const [result] = answer?.items ?? [];
      if (result && "problem" in result) {
        const text = findHeadText(result.problem);
        if (text === undefined) throw new ApiError(result.problem);
        setSecondHead({ request, text });
        return;
      }
      announce(t(confirm ? "requests.confirmed" : "requests.declined", { name: getDisplayName(request) }));
      onDecided();
    });
  return (
    <section class="sheet stack" aria-labelledby="requests-title">
      <Heading id="requests-title">{t("requests.title")}</Heading>
      <p class="soft">{t("requests.lead")}</p>
      <SecondHeadNotice
        headText={secondHead?.text}
        {...{ t, busy }}
        onHandOver={() => secondHead && decide(secondHead.request, true, true)}
      />
      <ProblemNotice error={error} t={t} />
      <ul class="plain-list stack">
        {requests.map((request) => {
          const { registrationId, person, functionTitle, organization } = request;
          const name = getDisplayName(request);
          const position = [functionTitle, organization].filter(Boolean).join(", ");
          return (
            <li key={registrationId} class="card row">
              <p>
                <strong>
                  <bdi>{name}</bdi>
                </strong>
                {position !== "" && (
                  <>
                    <br />
                    <bdi class="soft small">{position}</bdi>
                  </>
                )}
                <br />
                <bdi class="soft small" dir="ltr">
                  {person.email}
                </bdi>
              </p>
              {send && (
                <div class="row">
                  <Button
                    small
                    busy={busy}
                    label={t("requests.confirmName", { name })}
                    onPress={() => decide(request, true)}
                  >
                    {t("requests.confirm")}
                  </Button>
                  <Button
                    kind="secondary"
                    small
                    busy={busy}
                    label={t("requests.declineName", { name })}
                    onPress={() => decide(request, false)}
                  >
                    {t("requests.decline")}
                  </Button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
