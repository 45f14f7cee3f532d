import { callApi } from "../kit/api/client.ts";
import { useLastLoaded, useLoaded, useRefresh, useSessionOver } from "../kit/api/use-loaded.ts";
import { LoadNotice, Notice, Quote, Tag, Tags, type Tone } from "../kit/components/notices.tsx";
import { OccupancyBar } from "../kit/components/progress.tsx";
import { DocumentField } from "../kit/documents/document-field.tsx";
import { uploadFile } from "../kit/documents/upload.ts";
import { DelegationJustification } from "../kit/form/delegation-justification.tsx";
import { MembershipRequests } from "../kit/form/membership-requests.tsx";
import { getRepresentedName } from "../kit/i18n/countries.ts";
import { formatDateTime } from "../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../kit/i18n/translations.tsx";
import { FocalPointConfirmation } from "./focal-point-confirmation.tsx";
import { Members } from "./members.tsx";
import { NominationForm } from "./nomination-form.tsx";
import type { OwnDelegation, OwnDelegationProps } from "./own-delegation.ts";
import { useTranslation } from "./translations.ts";

/** The seats of the delegation that are taken, and the members on the waiting list. */
function QuotaSection({ delegation: { members, quota } }: OwnDelegationProps) {
  const { t } = useTranslation();
  const count = (seats: readonly string[]) => members.filter(({ seat }) => seats.includes(seat)).length;
  const [held, offered, waiting] = [count(["held", "offered"]), count(["offered"]), count(["waiting"])];
  const label = quota === undefined ? t("quota.free", { held }) : t("quota.used", { held, quota });
  return (
    <section class="sheet stack">
      <h2>{t("quota.title")}</h2>
      <p class="number">{label}</p>
      {quota !== undefined && <OccupancyBar taken={held} offered={offered} limit={quota} />}
      {waiting > 0 && <p class="soft number">{t("quota.waiting", { count: waiting })}</p>}
    </section>
  );
}

/** The versions of the credential letter, and the upload of a new one. */
function CredentialLetters({ delegation: { delegationId, letters }, conference, token, reload }: OwnDelegationProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  const upload = async (file: File) => {
    const params = { delegationId };
    const body = { kind: "credential-letter" as const, contentType: file.type, size: file.size };
    await uploadFile(file, await callApi("requestLetterUpload", { params, body, token, language }), language, token);
    reload();
  };
  return (
    <div class="sheet stack">
      <DocumentField kind="letter" id="letter" reader={reader} isUploaded={letters.length > 0} onFile={upload} />
      {letters.length > 0 && (
        <ul>
          {letters.toReversed().map(({ version, at, reviewedAt }) => (
            <li key={version}>
              {t("letters.version", { version, date: formatDateTime(at, conference.timeZone, language) })}{" "}
              <Tag tone={reviewedAt ? "success" : "info"}>{t(reviewedAt ? "letters.read" : "letters.unread")}</Tag>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const delegationTones: Readonly<Record<OwnDelegation["status"], Tone>> = {
  requested: "warning",
  accredited: "success",
  refused: "danger",
};

interface DelegationPageProps {
  readonly delegationId: string;
  readonly token: string;
  readonly onSessionOver: () => void;
}

/** A delegation. If it fails to load again, the last one stays below the notice, with its form input. */
export function DelegationPage({ delegationId, token, onSessionOver }: DelegationPageProps) {
  const { t, language } = useTranslation();
  const { loaded, reload, set } = useLoaded(
    async (signal) => {
      const delegation = await callApi("getDelegation", { params: { delegationId }, token, language, signal });
      const { conferenceId } = delegation;
      return { delegation, conference: await callApi("getConference", { params: { conferenceId }, language, signal }) };
    },
    [delegationId],
  );
  useRefresh(reload);
  const last = useLastLoaded(loaded);
  const isOver = useSessionOver(loaded, onSessionOver);
  const setDelegation = (delegation: OwnDelegation) => last && set({ ...last, delegation });
  return (
    <>
      {!isOver && <LoadNotice {...{ loaded, reload, t }} />}
      {last && <DelegationSheets {...last} {...{ token, reload, setDelegation }} />}
    </>
  );
}

function DelegationSheets(props: OwnDelegationProps) {
  const { delegation, conference, token, reload } = props;
  const reader = useTranslation();
  const { t, language } = reader;
  const category = conference.categories.find((each) => each.category === delegation.category);
  return (
    <>
      <header class="stack">
        <p class="soft">
          <bdi>{getLocalizedText(conference.title, language)}</bdi>
        </p>
        <h1>
          <bdi>{getLocalizedText(delegation.name, language)}</bdi>
        </h1>
        <Tags>
          <Tag tone={delegationTones[delegation.status]}>{t(`delegation.status.${delegation.status}`)}</Tag>
          {category && <Tag>{getLocalizedText(category.title, language)}</Tag>}
          {delegation.country && <Tag>{getRepresentedName(conference, delegation.country, reader)}</Tag>}
        </Tags>
      </header>
      {delegation.reason && (
        <Notice tone="warning">
          <Quote text={delegation.reason} />
        </Notice>
      )}
      <FocalPointConfirmation {...props} />
      {delegation.requestedAt && (
        <div class="sheet stack">
          <DelegationJustification
            {...{ reader, delegation }}
            headingLevel={2}
            formatTime={(time) => formatDateTime(time, conference.timeZone, language)}
          />
        </div>
      )}
      <QuotaSection {...props} />
      <MembershipRequests
        reader={reader}
        requests={delegation.requests}
        headingLevel={2}
        send={
          delegation.confirmation
            ? undefined
            : (body) =>
                callApi("confirmMembers", { params: { delegationId: delegation.delegationId }, body, token, language })
        }
        onDecided={reload}
      />
      {!delegation.confirmation && (
        <>
          <Members {...props} />
          {delegation.status === "accredited" && <NominationForm {...props} />}
          <CredentialLetters {...props} />
        </>
      )}
    </>
  );
}
