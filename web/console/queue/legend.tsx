import { Check } from "../../kit/inputs.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

const keys = ["next", "previous", "approve", "reject", "return", "revoke", "reopen", "choose", "search"] as const;

const pressed: Readonly<Record<(typeof keys)[number], string>> = {
  next: "J ↓",
  previous: "K ↑",
  approve: "A",
  reject: "R",
  return: "T",
  revoke: "V",
  reopen: "U",
  choose: "X",
  search: "/",
};

/** The shortcuts, always in sight, and the way to do without them. */
export function Legend({ isOn, onChange }: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  const { t } = useWords();
  const { decides } = useOffice();
  const shown = keys.filter((each) => decides || !["revoke", "reopen", "choose"].includes(each));
  return (
    <aside class="legend small" aria-label={t("keys.title")}>
      <Check id="shortcuts" label={t("keys.title")} checked={isOn} onChange={onChange} />
      <dl>
        {shown.map((each) => (
          <div key={each}>
            <dt>
              <kbd>{pressed[each]}</kbd>
            </dt>
            <dd>{t(`keys.${each}`)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
