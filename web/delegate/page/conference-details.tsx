import { useContext } from "preact/hooks";
import { getPeriod } from "#shared/registrations/deadlines.rules.ts";
import { type ApiAnswer, callApi, fetchFile, saveFile } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { BrandingContext, type ShownBranding } from "../../kit/branding/use-branding.ts";
import { Button } from "../../kit/components/button.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { TextBlocksView } from "../../kit/components/text-blocks.tsx";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { findSession } from "../../kit/session/delegate-session.ts";
import type { PublicConference } from "../conference.tsx";
import { useTranslation } from "../translations.ts";
import { ProgrammeSection } from "./programme.tsx";
import { usePartTranslation } from "./translations.ts";
import { useIndexable } from "./use-indexable.ts";

type Page = ApiAnswer<"getPage">;

interface ConferenceDetailsProps {
  readonly conference: PublicConference;
}

/** The texts of the part, which are loaded with it. */
interface PartTexts {
  readonly t: NonNullable<ReturnType<typeof usePartTranslation>>["t"];
}

/** The token of the person who opened a link of this conference in the tab, who may see more files. */
function findToken(conferenceId: string): string | undefined {
  const session = findSession();
  return session?.conferenceId === conferenceId ? session.accessToken : undefined;
}

/** What the secretariat says about the conference, and what follows from its settings. */
export function ConferenceDetails({ conference }: ConferenceDetailsProps) {
  const { t: translate, language } = useTranslation();
  const part = usePartTranslation(language);
  const { conferenceId } = conference;
  const { loaded } = useLoaded(
    (signal) =>
      callApi("getPage", { params: { conferenceId }, language, token: findToken(conferenceId), signal }).catch(() =>
        // An ended session shows what anyone may see.
        callApi("getPage", { params: { conferenceId }, language, signal }),
      ),
    [conferenceId, language],
  );
  const page = loaded.state === "ready" ? loaded.value : undefined;
  const branding = useContext(BrandingContext);
  useIndexable(page?.listed === true);
  if (!part) return <p aria-busy="true">{translate("common.loading")}</p>;
  const { t } = part;
  return (
    <>
      {page && (page.summary || page.content) && (
        <section class="sheet stack-wide" aria-labelledby="about-title">
          <h2 id="about-title">{t("page.about")}</h2>
          {page.summary && (
            <p class="lines">
              <bdi>{getLocalizedText(page.summary, language)}</bdi>
            </p>
          )}
          {page.content && <TextBlocksView blocks={page.content} />}
        </section>
      )}
      <ProgrammeSection t={t} conferenceId={conferenceId} />
      {page && (page.files.length > 0 || page.list) && <Downloads {...{ t, page, conferenceId }} />}
      <Facts {...{ t, conference, branding }} />
      <PrivacyNotice t={t} conference={conference} />
    </>
  );
}

/** Where it takes place, who may register and until when, and whom to ask. */
function Facts({
  t,
  conference,
  branding,
}: ConferenceDetailsProps & PartTexts & { readonly branding: ShownBranding | undefined }) {
  const reader = useTranslation();
  const { language } = reader;
  const { venue, categories, registrationPeriod, timeZone } = conference;
  const contact = branding?.contact ?? conference.contact;
  const place = [venue.name, venue.city, getCountryName(venue.country, reader)].join(", ");
  const open = categories.filter(({ selfRegistration }) => selfRegistration);
  const moment = (at: string) => formatDateTime(at, timeZone, language);
  const formatPeriod = ({ opensAt = "", closesAt = "" }: ReturnType<typeof getPeriod>) =>
    t("page.period", { opens: moment(opensAt), closes: moment(closesAt) });
  return (
    <section class="sheet stack-wide" aria-labelledby="facts-title">
      <h2 id="facts-title">{t("page.facts")}</h2>
      <dl class="facts">
        <dt>{t("page.map")}</dt>
        <dd>
          <a href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(place)}`} rel="noopener noreferrer">
            {t("page.openMap")}
          </a>
        </dd>
        <dt>{t("page.who")}</dt>
        <dd>
          <ul class="plain-list">
            {open.map(({ category, title, deadlines }) => (
              <li key={category}>
                <bdi>{getLocalizedText(title, language)}</bdi>
                {deadlines?.registration && (
                  <span class="soft small">
                    {" "}
                    {formatPeriod(
                      getPeriod({ registration: registrationPeriod, categories }, category, "registration"),
                    )}
                  </span>
                )}
              </li>
            ))}
          </ul>
          {open.length < categories.length && t("page.others")}
        </dd>
        <dt>{t("page.deadlines")}</dt>
        <dd>
          {t("page.opens", { time: moment(registrationPeriod.opensAt) })}
          <br />
          {t("page.closes", { time: moment(registrationPeriod.closesAt) })}
        </dd>
        {(contact ?? branding?.website) !== undefined && (
          <>
            <dt>{t("page.contact")}</dt>
            <dd>
              {branding?.name && (
                <>
                  <bdi>{getLocalizedText(branding.name, language)}</bdi>
                  <br />
                </>
              )}
              {contact !== undefined && (
                <a href={`mailto:${contact}`} dir="ltr">
                  {contact}
                </a>
              )}
              {branding?.website !== undefined && (
                <>
                  <br />
                  <a href={branding.website} dir="ltr" rel="noopener noreferrer">
                    {branding.website.replace(/^https?:\/\/|\/$/g, "")}
                  </a>
                </>
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

const fileTypes: Readonly<Record<string, string>> = { "application/pdf": "PDF", "image/jpeg": "JPEG" };

const formatSize = (bytes: number, language: string) =>
  new Intl.NumberFormat(language, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 }).format(
    Math.max(1, bytes / 1_000),
  );

/** The files and the list of participants that the reader may open. */
function Downloads({ t, page, conferenceId }: PartTexts & { readonly page: Page; readonly conferenceId: string }) {
  const reader = useTranslation();
  const { language } = reader;
  const { error, run } = useAction();
  const token = findToken(conferenceId);
  const save = (name: string, fetchPart: () => Promise<Blob>) =>
    run(async () => {
      saveFile(await fetchPart(), name);
    });
  return (
    <section class="sheet stack" aria-labelledby="files-title">
      <h2 id="files-title">{t("page.files")}</h2>
      <ProblemNotice error={error} t={reader.t} />
      <ul class="plain-list stack">
        {page.files.map(({ uploadId, title, fileType, size }) => {
          const name = getLocalizedText(title, language);
          const type = fileTypes[fileType] ?? "";
          const params = { conferenceId, documentId: uploadId };
          return (
            <li key={uploadId} class="row">
              <Button
                kind="secondary"
                onPress={() =>
                  save(`${name}.${type.toLowerCase()}`, () => fetchFile("getPageFile", { params, token, language }))
                }
              >
                <bdi>{name}</bdi>
              </Button>
              <span class="soft small">
                {type}, {formatSize(size, language)}
              </span>
            </li>
          );
        })}
        {page.list && (
          <li>
            <Button
              kind="secondary"
              onPress={() =>
                save(`participants-${conferenceId}.pdf`, () =>
                  fetchFile("getPublishedList", { params: { conferenceId }, query: { language }, token, language }),
                )
              }
            >
              {t("page.list")}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}

/** What is kept, and how long. */
function PrivacyNotice({ t, conference: { retention } }: PartTexts & { readonly conference: PublicConference }) {
  const { days, documentDays } = retention;
  return (
    <section class="sheet stack" aria-labelledby="privacy-title">
      <h2 id="privacy-title">{t("page.privacy")}</h2>
      <p>{t("page.purpose")}</p>
      <ul>
        <li>{t("page.keptDocuments", { days: documentDays })}</li>
        <li>{t("page.keptData", { days })}</li>
        <li>{t("page.rights")}</li>
      </ul>
    </section>
  );
}
