import { useEffect } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { Notice, Tag } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { linkTo } from "../link.ts";
import { nameOf } from "../names.ts";
import { type Registration, useOffice } from "../office.ts";
import { accreditationTones, seatTones } from "../tones.ts";
import { useWords } from "../words.ts";
import { Corrections } from "./corrections.tsx";
import { Documents } from "./documents.tsx";
import { Duplicates } from "./duplicates.tsx";
import { Facts } from "./facts.tsx";
import { History } from "./history.tsx";
import { Proposals } from "./proposals.tsx";
import { Protection } from "./protection.tsx";
import { possible, type Review } from "./use-review.ts";
import { Warnings } from "./warnings.tsx";

interface Props {
  readonly registration: Registration;
  readonly review: Review;
  readonly onClose: () => void;
  readonly again: () => void;
}

/** One registration: what can be decided, what speaks against it, the form beside its documents, and its history. */
export function Case({ registration, review, onClose, again }: Props) {
  const { t } = useWords();
  const { decides } = useOffice();
  const { registrationId, version, accreditation, seat } = registration;
  useEffect(() => {
    document.querySelector(".case")?.scrollTo({ top: 0 });
  }, [registrationId]);
  return (
    <article class="case stack" aria-labelledby="case-name">
      <header class="stack">
        <div class="case-close">
          <Button kind="quiet" small onPress={onClose}>
            {t("queue.backToList")}
          </Button>
        </div>
        <h2 id="case-name" tabIndex={-1}>
          <bdi>{nameOf(registration)}</bdi>
        </h2>
        <p class="row">
          <Tag tone={accreditationTones[accreditation]}>{t(`accreditation.${accreditation}`)}</Tag>
          <Tag tone={seatTones[seat]}>{t(`seat.${seat}`)}</Tag>
          {registration.badge && <Tag>{t("case.badge", { serial: registration.badge.serial })}</Tag>}
          {registration.delegationId && <DelegationLink delegationId={registration.delegationId} />}
        </p>
        <div class="row decisions">
          {possible(registration).map((each) => (
            <Button
              key={each}
              kind={each === "approve" ? "primary" : each === "reject" || each === "revoke" ? "danger" : "secondary"}
              small
              busy={review.busy}
              onPress={() => review.begin(each)}
            >
              {t(decides ? `decide.${each}` : `propose.${each}`)}
            </Button>
          ))}
        </div>
        {review.error !== undefined && !review.asking && <ProblemNotice error={review.error} t={t} onRetry={again} />}
      </header>
      <Warnings {...{ registration, again }} />
      <Proposals {...{ registration, review }} />
      <Corrections registration={registration} />
      {registration.possibleDuplicates !== undefined && (
        <Duplicates key={registrationId} {...{ registration, again }} />
      )}
      <div class="case-sides">
        <Facts registration={registration} />
        <Documents key={registrationId} registration={registration} />
      </div>
      <Protection key={registrationId} {...{ registration, again }} />
      <History key={`${registrationId} ${version}`} registrationId={registrationId} />
    </article>
  );
}

function DelegationLink({ delegationId }: { readonly delegationId: string }) {
  const { t } = useWords();
  const { settings } = useOffice();
  return (
    <a
      class="small"
      href={linkTo({ conference: settings.conferenceId, view: "delegations", delegation: delegationId })}
    >
      {t("case.delegation")}
    </a>
  );
}

/** Nobody is open, is on the way, or could not be read. */
export function NoCase({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useWords();
  if (error !== undefined) return <ProblemNotice error={error} t={t} onRetry={onRetry} />;
  return (
    <Notice>
      <p>{t("queue.nobodyOpen")}</p>
    </Notice>
  );
}
