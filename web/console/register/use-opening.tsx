import { useEffect, useRef } from "preact/hooks";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useCarriedOut } from "../deferred/use-deferred-decisions.ts";
import { formatPersonName } from "../labels.tsx";
import type { DecisionName } from "../registration-detail/decisions.ts";
import { RegistrationPanel } from "../registration-detail/registration-panel.tsx";
import { useOpenRegistration, useReview } from "../registration-detail/use-review.ts";
import { useTranslation } from "../translations.ts";
import type { ShownAnswer } from "./data/use-register-query.ts";
import type { useRegisterState } from "./use-register-state.ts";
import { type ActiveCell, focusTable } from "./view/register-table.tsx";
import type { RowLayout } from "./view/row-layout.ts";

interface OpeningProps {
  readonly register: ReturnType<typeof useRegisterState>;
  readonly answer: ShownAnswer | undefined;
  readonly layout: RowLayout;
  readonly refresh: () => Promise<void>;
  readonly active: ActiveCell;
  readonly setActive: (active: ActiveCell) => void;
}

/** The registration beside the table: opens rows, steps through them in the order of the table, and decides. */
export function useOpening({ register, answer, layout, refresh, active, setActive }: OpeningProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const { openId } = register;
  const opened = useOpenRegistration(openId);
  const slot = openId === undefined ? undefined : answer?.rows.findSlot(openId);
  const place = slot === undefined ? -1 : layout.findPlace(slot);
  /** Where the open registration stood last: it may have left the rows by a decision. */
  const lastPlace = useRef(-1);
  if (place >= 0) lastPlace.current = place;
  /** @returns whether there is a registration in the slot */
  const open = (to: number): boolean => {
    const row = answer?.rows.find(to);
    const id = row && answer?.rows.getText(row, "registrationId");
    if (id === undefined) return false;
    if (openId === undefined) register.open(id);
    else register.step(id);
    return true;
  };
  const go = (by: 1 | -1): boolean => {
    const hasLeft = openId !== undefined && place < 0 && lastPlace.current >= 0;
    const from = openId === undefined ? layout.findPlace(active.slot ?? -1) : lastPlace.current;
    const to = hasLeft && by > 0 ? from : from + by;
    const next = layout.getSlot(to);
    if (next === undefined || !open(next)) return false;
    setActive({ ...active, line: layout.findIndex(next), slot: next });
    return true;
  };
  /** Shows a change in the table at once: the feed tells of it within seconds. */
  const showChanged = (after: StaffRegistration) => {
    const { registrationId, version, accreditation, seat } = after;
    answer?.rows.patch(registrationId, { version, accreditation, seat });
    void refresh();
  };
  const done = (after: StaffRegistration, decision: DecisionName) => {
    announce(t(canDecide ? `decided.${decision}` : "decided.proposed", { name: formatPersonName(after) }));
    if (canDecide) showChanged(after);
    if (!go(1)) opened.reload();
  };
  const review = useReview(opened.registration, done, () => void go(1));
  useCarriedOut((after) => {
    showChanged(after);
    opened.showIfOpen(after);
  });
  const isLoaded = opened.registration !== undefined;
  // Where the table has no room beside the registration, it is hidden with the focus in it.
  useEffect(() => {
    if (isLoaded && document.activeElement === document.body) document.getElementById("case-name")?.focus();
  }, [isLoaded]);
  const wasOpen = useRef(false);
  // A focus in the registration is gone with it.
  useEffect(() => {
    if (wasOpen.current && openId === undefined && document.activeElement === document.body) focusTable();
    wasOpen.current = openId !== undefined;
  }, [openId]);
  const panel = (
    <RegistrationPanel
      {...{ opened, review }}
      isOpen={openId !== undefined}
      onClose={register.close}
      onChanged={(after) => [opened.set(after), showChanged(after)]}
    >
      <nav class="row register-steps" aria-label={t("queue.pages")}>
        <Button kind="secondary" small disabled={place === 0} onPress={() => void go(-1)}>
          {t("queue.back")}
        </Button>
        <span class="small soft number">
          {place >= 0 && t("register.position", { at: place + 1, count: layout.rowCount })}
        </span>
        <Button kind="secondary" small disabled={place === layout.rowCount - 1} onPress={() => void go(1)}>
          {t("queue.forward")}
        </Button>
        <Button kind="quiet" small onPress={register.close}>
          {t("common.close")}
        </Button>
      </nav>
    </RegistrationPanel>
  );
  const shortcuts = {
    j: () => void go(1),
    k: () => void go(-1),
    a: () => review.start("approve"),
    r: () => review.start("reject"),
    t: () => review.start("return"),
    v: () => review.start("revoke"),
    u: () => review.start("reopen"),
  };
  return { panel, open, shortcuts };
}
