import { type ApiAnswer, callApi } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Tag } from "../../kit/components/notices.tsx";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatDayRange } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import { usePartTranslation } from "./translations.ts";

type ListedConference = ApiAnswer<"listPublicConferences">["items"][number];

/** The listed conferences; nothing if there are none. */
export function PublicConferences() {
  const reader = useTranslation();
  const part = usePartTranslation(reader.language);
  const { loaded } = useLoaded((signal) => callApi("listPublicConferences", { signal }), []);
  if (!part || loaded.state !== "ready" || loaded.value.items.length === 0) return null;
  return (
    <section class="sheet stack" aria-labelledby="conferences-title">
      <h2 id="conferences-title">{part.t("page.conferences")}</h2>
      <ul class="plain-list stack listed">
        {loaded.value.items.map((each) => (
          <PublicConferenceItem key={each.conferenceId} conference={each} />
        ))}
      </ul>
    </section>
  );
}

function PublicConferenceItem({ conference }: { readonly conference: ListedConference }) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { conferenceId, title, startsOn, endsOn, venue, registration, summary, organization } = conference;
  return (
    <li>
      {/* A query, because search engines ignore fragments. */}
      <a href={`?conference=${conferenceId}`}>
        <strong>
          <bdi>{getLocalizedText(title, language)}</bdi>
        </strong>
      </a>
      <p class="soft small">
        {formatDayRange(startsOn, endsOn, language)} · <bdi>{venue.city}</bdi>, {getCountryName(venue.country, reader)}
        {organization && (
          <>
            {" · "}
            <bdi>{getLocalizedText(organization, language)}</bdi>
          </>
        )}
      </p>
      {summary && (
        <p>
          <bdi>{getLocalizedText(summary, language)}</bdi>
        </p>
      )}
      <p>
        <Tag tone={registration === "open" ? "success" : undefined}>{t(`conference.${registration}`)}</Tag>
      </p>
    </li>
  );
}
