import { useState } from "preact/hooks";
import type { RefusalReason, Verdict } from "#shared/domain/entry/verdict.ts";
import { locales } from "#shared/domain/locale.ts";
import { textIn } from "../../i18n/words.tsx";
import type { Conference, Shown } from "../gate/kept.ts";
import { useWords } from "../words.ts";

type Look = "good" | "bad" | "unsure";

export const lookOf = ({ verdict: { verdict } }: Shown): Look =>
  ({ admit: "good", refuse: "bad", undecided: "unsure" })[verdict] as Look;

/** A tick, a bar across, a question mark: told apart without any colour. */
const icons: Readonly<Record<Look, string>> = {
  good: "M22 52 43 73 80 30",
  bad: "M30 30 70 70M70 30 30 70",
  unsure: "M36 38a14 14 0 1 1 18 13c-3 1-4 3-4 6v4M50 74v2",
};

/** What everybody in the hall can see: the colour of the whole screen, a large sign, large words. */
export function VerdictSign({ shown, conference }: { readonly shown: Shown; readonly conference: Conference }) {
  const { t } = useWords();
  const look = lookOf(shown);
  const words = {
    good: shown.door.direction === "in" ? t("desk.admit") : t("desk.admitOut"),
    bad: t("desk.refuse"),
    unsure: t("desk.undecided"),
  };
  return (
    <div class={`verdict ${look}`} key={shown.scanId} data-scan={shown.scanId}>
      <svg class="sign" viewBox="0 0 100 100" aria-hidden="true">
        {look === "bad" ? <path d="M30 4h40l26 26v40L70 96H30L4 70V30z" /> : <circle cx="50" cy="50" r="46" />}
        <path d={icons[look]} />
      </svg>
      {shown.person?.photo && <Photo address={shown.person.photo} />}
      <div class="said">
        <p class="word">{words[look]}</p>
        <Why shown={shown} conference={conference} />
        <Who shown={shown} conference={conference} />
        {shown.offline && <p class="small">{t("desk.alone")}</p>}
      </div>
    </div>
  );
}

/** Whom the badge was made for, to be compared with who wears it; the name beside it says who that is. */
function Photo({ address }: { readonly address: string }) {
  const [isBroken, setBroken] = useState(false);
  return isBroken ? null : <img class="face" src={address} alt="" onError={() => setBroken(true)} />;
}

function Why({ shown: { verdict }, conference }: { readonly shown: Shown; readonly conference: Conference }) {
  const { t, find, language } = useWords();
  if (verdict.verdict === "admit") return null;
  if (verdict.verdict === "undecided") return <p class="why">{t("desk.undecidedDetail")}</p>;
  return <p class="why">{reasonIn(verdict, { find, language }, conference.timeZone)}</p>;
}

type Refusal = Extract<Verdict, { verdict: "refuse" }>;

/** The words of reasons that say more than their name. */
const inParticular: Partial<Record<RefusalReason, string>> = {
  replaced: "replaced-by",
  "already-inside": "inside-since",
  "delegation-inside-full": "members-inside",
};

/** The reason in the operator's language, with the particulars if there are any. */
function reasonIn(
  { reason, particulars }: Refusal,
  { find, language }: Pick<ReturnType<typeof useWords>, "find" | "language">,
  timeZone: string,
): string {
  if (!particulars) return find(`gate.${reason}`) ?? reason;
  const { serial, since, gate, inside } = particulars;
  const clock = new Intl.DateTimeFormat(locales[language], { timeZone, hour: "2-digit", minute: "2-digit" });
  const values = {
    ...(serial !== undefined && { serial }),
    ...(since !== undefined && { since: clock.format(new Date(since)) }),
    ...(gate !== undefined && { gate }),
    ...(inside && { inside: new Intl.ListFormat(language).format(inside) }),
  };
  return find(`gate.${inParticular[reason] ?? reason}`, values) ?? reason;
}

/** Whose badge it is, with the category's colour as on the badge. */
function Who({ shown: { person }, conference }: { readonly shown: Shown; readonly conference: Conference }) {
  const { language } = useWords();
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
          {textIn(category.title, language)}
        </p>
      )}
    </div>
  );
}
