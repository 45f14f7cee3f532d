import { countryName } from "../../i18n/countries.ts";
import { days } from "../../i18n/dates.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Notice } from "../../kit/notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useWords } from "../words.ts";
import { type Draft, differences } from "./draft.ts";
import { labelOf } from "./fields.tsx";
import { aimName, dimensions, percentOf } from "./target.ts";

interface Props {
  readonly before: Draft | undefined;
  readonly draft: Draft;
  readonly busy: boolean;
  readonly onPut: () => void;
  readonly onClose: () => void;
}

/** What everybody who is registered is mailed about when it changes. */
const announced = /^(?:startsOn|endsOn|timeZone|venue\.(?:name|city)|sessions\..+\.(?:startsAt|endsAt))$/;

/** How delegates will see it, and what it changes, before it is put. */
export function PreviewDialog({ before, draft, busy, onPut, onClose }: Props) {
  const { t, find, language } = useWords();
  const all = before ? differences(before, draft) : [];
  const isNothing = before !== undefined && all.length === 0;
  return (
    <Dialog title={t("setup.preview")} onClose={onClose}>
      <Card draft={draft} />
      {isNothing && <p>{t("setup.nothing")}</p>}
      {all.length > 0 && (
        <div class="results">
          <Table caption={t("setup.changes")} head={[t("case.field"), t("case.before"), t("case.after")]}>
            {all.map(({ path, before: was, after: is }) => (
              <tr key={path}>
                <th scope="row">{nameOf(path, { find, language, draft })}</th>
                <td>
                  <bdi>{shown(was, path)}</bdi>
                </td>
                <td>
                  <strong>
                    <bdi>{shown(is, path)}</bdi>
                  </strong>
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {all.some(({ path }) => announced.test(path)) && (
        <Notice tone="warning">
          <p>{t("setup.announced")}</p>
        </Notice>
      )}
      <div class="row">
        {!isNothing && (
          <Button busy={busy} onPress={onPut}>
            {t("setup.put")}
          </Button>
        )}
        <Button kind="secondary" onPress={onClose}>
          {t("common.back")}
        </Button>
      </div>
    </Dialog>
  );
}

interface Reading {
  readonly find: (key: string) => string | undefined;
  readonly language: string;
  readonly draft: Draft;
}

/** A category's or session's own name stands between: `categories.ngo.quota`; so does what a target aims at. */
function nameOf(path: string, { find, language, draft }: Reading): string {
  const [first = "", own, ...rest] = path.split(".");
  const dimension = first === "targets" && dimensions.find((each) => each === own);
  if (dimension) {
    const kind = find(`composition.${dimension}`);
    const aims = rest.map((value) => aimName({ dimension, value }, { find, language, draft }));
    return [labelOf(first, find), kind, ...aims].join(": ");
  }
  if (!["categories", "sessions", "staff"].includes(first) || own === undefined) return labelOf(path, find);
  const kind = find(`categoryName.${own}`) ?? own;
  return rest.length > 0 ? `${kind}: ${labelOf([first, ...rest].join("."), find)}` : kind;
}

function shown(value: unknown, path: string): string {
  if (value === undefined) return "–";
  if (typeof value === "boolean") return value ? "✓" : "–";
  if (typeof value === "number" && path.startsWith("targets.")) return `${percentOf(value)} %`;
  return typeof value === "object" && value !== null
    ? Object.values(value)
        .filter((each) => typeof each !== "object")
        .join(", ")
    : String(value);
}

function Card({ draft }: { readonly draft: Draft }) {
  const { language } = useWords();
  const { title, startsOn, endsOn, venue, categories } = draft;
  return (
    <div class="card stack-tight">
      <p>
        <strong>
          <bdi>{textIn(title, language)}</bdi>
        </strong>
      </p>
      <p class="small">
        {days(startsOn, endsOn, language)} · <bdi>{venue.name}</bdi>, <bdi>{venue.city}</bdi>,{" "}
        {countryName(venue.country, language)}
      </p>
      <ul class="plain-list row small">
        {categories.map(({ category, title: name, colour }) => (
          <li key={category}>
            <span class="dot" style={{ backgroundColor: colour }} /> <bdi>{textIn(name, language)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
