import { useState } from "preact/hooks";
import { decodeBase45 } from "#shared/badges/token.ts";
import type { ScanRefusalReason, ScanVerdict } from "#shared/model/check-in.ts";
import { localeTags } from "#shared/model/conference.ts";
import { getLocalizedText, type PageTranslator } from "../../kit/i18n/translations.tsx";
import type { DeskConference, ScanResult } from "../gate/gate-state.ts";
import { useTranslation } from "../translations.ts";

type VerdictLook = "good" | "bad" | "unsure";

export const getVerdictLook = ({ verdict: { verdict } }: ScanResult): VerdictLook =>
  ({ admit: "good", refuse: "bad", undecided: "unsure" })[verdict] as VerdictLook;

/** A check mark, a cross and a question mark, which differ without colour. */
const verdictIcons: Readonly<Record<VerdictLook, string>> = {
  good: "M22 52 43 73 80 30",
  bad: "M30 30 70 70M70 30 30 70",
  unsure: "M36 38a14 14 0 1 1 18 13c-3 1-4 3-4 6v4M50 74v2",
};

/** The verdict, readable from a distance: screen colour, large icon, large text. */
export function VerdictSign({
  result,
  conference,
}: {
  readonly result: ScanResult;
  readonly conference: DeskConference;
}) {
  const { t } = useTranslation();
  const look = getVerdictLook(result);
  const texts = {
    good: result.settings.direction === "in" ? t("desk.admit") : t("desk.admitOut"),
    bad: t("desk.refuse"),
    unsure: t("desk.undecided"),
  };
  return (
    <div class={`verdict ${look}`} key={result.scanId} data-scan={result.scanId}>
      <svg class="sign" viewBox="0 0 100 100" aria-hidden="true">
        {look === "bad" ? <path d="M30 4h40l26 26v40L70 96H30L4 70V30z" /> : <circle cx="50" cy="50" r="46" />}
        <path d={verdictIcons[look]} />
      </svg>
      {result.person?.photo && <HolderPhoto address={result.person.photo} />}
      <div class="said">
        <p class="word">{texts[look]}</p>
        <VerdictReason result={result} conference={conference} />
        <HolderDetails result={result} conference={conference} />
        {result.offline && <p class="small">{t("desk.alone")}</p>}
      </div>
    </div>
  );
}

/** The photo of the badge holder, to compare with the person. The name beside it is its text alternative. */
function HolderPhoto({ address }: { readonly address: string }) {
  const [isBroken, setBroken] = useState(false);
  return isBroken ? null : <img class="face" src={address} alt="" onError={() => setBroken(true)} />;
}

function VerdictReason({
  result: { verdict, token },
  conference,
}: {
  readonly result: ScanResult;
  readonly conference: DeskConference;
}) {
  const { t, find, language } = useTranslation();
  if (verdict.verdict === "admit") return null;
  if (verdict.verdict === "undecided") return <p class="why">{t("desk.undecidedDetail")}</p>;
  return (
    <>
      <p class="why">{formatReason(verdict, { find, language }, conference.timeZone)}</p>
      {verdict.reason === "forged" && isGarbled(token) && <p>{t("desk.keyboard")}</p>}
    </>
  );
}

/**
 * Whether a text as long as a code has characters that no code has: the keyboard has another layout than the scanner.
 */
const isGarbled = (token: string): boolean => token.length >= 100 && decodeBase45(token) === undefined;

type RefusedVerdict = Extract<ScanVerdict, { verdict: "refuse" }>;

/** The text keys of reasons with details. */
const detailedReasonKeys: Partial<Record<ScanRefusalReason, string>> = {
  replaced: "replaced-by",
  "already-inside": "inside-since",
  "delegation-inside-full": "members-inside",
};

/** The reason in the operator's language, with its details if there are any. */
function formatReason(
  { reason, details }: RefusedVerdict,
  { find, language }: Pick<PageTranslator<never>, "find" | "language">,
  timeZone: string,
): string {
  if (!details) return find(`gate.${reason}`) ?? reason;
  const { serial, since, gate, inside } = details;
  const clock = new Intl.DateTimeFormat(localeTags[language], { timeZone, hour: "2-digit", minute: "2-digit" });
  const values = {
    ...(serial !== undefined && { serial }),
    ...(since !== undefined && { since: clock.format(new Date(since)) }),
    ...(gate !== undefined && { gate }),
    ...(inside && { inside: new Intl.ListFormat(language).format(inside) }),
  };
  return find(`gate.${detailedReasonKeys[reason] ?? reason}`, values) ?? reason;
}

/** The badge holder, with the colour of the category as on the badge. */
function HolderDetails({
  result: { person },
  conference,
}: {
  readonly result: ScanResult;
  readonly conference: DeskConference;
}) {
  const { language } = useTranslation();
  if (!person) return null;
  const category = conference.categories.find((each) => each.category === person.category);
  return (
    <div class="who">
      <p class="name">
        <bdi>{person.nameOnBadge}</bdi>
      </p>
      {person.organization && (
        <p>
          <bdi>{person.organization}</bdi>
        </p>
      )}
      {category && (
        <p class="category">
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect width="10" height="10" fill={category.colour} />
          </svg>
          {getLocalizedText(category.title, language)}
        </p>
      )}
    </div>
  );
}
