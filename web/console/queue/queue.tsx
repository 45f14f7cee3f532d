import { useState } from "preact/hooks";
import { queueOrders } from "#shared/model/registration.ts";
import { useLastLoaded, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField, TextField } from "../../kit/components/fields.tsx";
import { toCategoryOptions } from "../../kit/form/form-values.ts";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { navigate, type PageLocation, replaceLocation, useLocation } from "../../kit/hooks/use-location.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useCarriedOut } from "../deferred/use-deferred-decisions.ts";
import { formatPersonName } from "../labels.tsx";
import type { DecisionName } from "../registration-detail/decisions.ts";
import { RegistrationPanel } from "../registration-detail/registration-panel.tsx";
import { useOpenRegistration, useReview } from "../registration-detail/use-review.ts";
import { hasShortcutsEnabled, saveShortcutsEnabled, useShortcuts } from "../shortcuts.ts";
import { useTranslation } from "../translations.ts";
import { AddParticipant } from "./add-participant.tsx";
import { ShortcutLegend, useQueueNavigation } from "./keyboard-shortcuts.tsx";
import { QuestionReminder } from "./question-reminder.tsx";
import { QueueList } from "./queue-list.tsx";
import {
  changeFilter,
  parseQueueFilter,
  type QueueFilterValues,
  useCurrentRegistrations,
  useQueue,
  useSelection,
} from "./use-queue.ts";

const accreditationStates = ["pending", "approved", "returned", "rejected", "revoked", "withdrawn"] as const;
/** How often the tags in use are read, in ms. */
const tagsRefreshMs = 60_000;
const seatStates = ["held", "waiting", "offered", "none"] as const;

interface QueueFiltersProps {
  readonly pageLocation: PageLocation;
  readonly filter: QueueFilterValues;
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

/** The filters and the search. Filters are in the address; the search text is personal data and is not. */
function QueueFilters({ pageLocation, filter, text, onSearch }: QueueFiltersProps) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const [typed, setTyped] = useFormState("search", text);
  const choose = (name: keyof QueueFilterValues) => (value: string) =>
    navigate(changeFilter(pageLocation, name, value));
  const clear = () => [setTyped(""), onSearch("")];
  return (
    <form class="filters" onSubmit={(event) => [event.preventDefault(), onSearch(typed.trim())]}>
      <div class="find">
        <TextField id="search" label={t("queue.search")} type="search" value={typed} onInput={setTyped} />
        <Button type="submit" kind="secondary">
          {t("queue.find")}
        </Button>
        {text !== "" && (
          <Button kind="quiet" onPress={clear}>
            {t("queue.clear")}
          </Button>
        )}
      </div>
      <SelectField
        id="accreditation"
        label={t("queue.accreditation")}
        value={filter.accreditation ?? ""}
        empty={t("queue.any")}
        options={accreditationStates.map((value) => ({ value, label: t(`accreditation.${value}`) }))}
        onChange={choose("accreditation")}
      />
      <SelectField
        id="seat"
        label={t("queue.seat")}
        value={filter.seat ?? ""}
        empty={t("queue.any")}
        options={seatStates.map((value) => ({ value, label: t(`seat.${value}`) }))}
        onChange={choose("seat")}
      />
      <SelectField
        id="category"
        label={t("field.category")}
        value={filter.category ?? ""}
        empty={t("queue.any")}
        options={toCategoryOptions(settings.categories, language)}
        onChange={choose("category")}
      />
      <SelectField
        id="changeRequested"
        label={t("queue.changes")}
        value={filter.changeRequested ?? ""}
        empty={t("queue.any")}
        options={[{ value: "yes", label: t("flag.changeRequested") }]}
        onChange={choose("changeRequested")}
      />
      <TagFilter value={filter.tag ?? ""} onChange={choose("tag")} />
      <SelectField
        id="assignee-filter"
        label={t("queue.assignee")}
        value={filter.assignee ?? ""}
        empty={t("queue.any")}
        options={[{ value: "me", label: t("queue.mine") }]}
        onChange={choose("assignee")}
      />
      {settings.questionsVersion !== undefined && (
        <SelectField
          id="unanswered"
          label={t("queue.questions")}
          value={filter.unanswered ?? ""}
          empty={t("queue.any")}
          options={[{ value: "yes", label: t("queue.unanswered") }]}
          onChange={choose("unanswered")}
        />
      )}
      {filter.accreditation && (
        <SelectField
          id="order"
          label={t("queue.order")}
          value={filter.order ?? "oldest"}
          options={queueOrders.map((value) => ({ value, label: t(`queue.${value}`) }))}
          onChange={choose("order")}
        />
      )}
      {filter.delegation && (
        <Button kind="quiet" small onPress={() => choose("delegation")("")}>
          {t("queue.anyDelegation")}
        </Button>
      )}
    </form>
  );
}

/** The tags in use; nothing while there is none. */
function TagFilter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listTags", { params: { conferenceId }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload, tagsRefreshMs);
  const tags = useLastLoaded(loaded)?.items ?? [];
  if (tags.length === 0 && value === "") return null;
  return (
    <SelectField
      id="tag-filter"
      label={t("queue.tag")}
      value={value}
      empty={t("queue.any")}
      options={tags.map(({ tagId, tag }) => ({ value: tagId, label: tag }))}
      onChange={onChange}
    />
  );
}

/** The queue: filters, list, and the open registration beside it, all usable by keyboard. */
export function QueueView() {
  const { t } = useTranslation();
  const { canDecide, settings } = useConsoleContext();
  const pageLocation = useLocation();
  const filter = parseQueueFilter(pageLocation);
  const [text, setText] = useFormState(`search.${settings.conferenceId}`, "");
  const [last, setLast] = useState("");
  const [keysOn, setKeysOn] = useState(hasShortcutsEnabled);
  const Bulk = useLazyComponent(() => import("./bulk-actions.tsx").then((part) => part.BulkActions));
  const queue = useQueue(filter, text);
  const chosen = useSelection(settings.conferenceId);
  const opened = useOpenRegistration(pageLocation["registration"]);
  const steps = useQueueNavigation(queue, pageLocation);
  const showDone = (after: StaffRegistration, message: string) => {
    setLast(message);
    queue.showChanged(after);
  };
  const done = (after: StaffRegistration, decision: DecisionName) => {
    const message = t(canDecide ? `decided.${decision}` : "decided.proposed", { name: formatPersonName(after) });
    announce(message);
    showDone(after, message);
    if (!steps.go(1)) opened.reload();
  };
  const review = useReview(opened.registration, done, () => void steps.go(1));
  useCarriedOut((after, { body }) => {
    showDone(after, t(`decided.${body.decision}`, { name: formatPersonName(after) }));
    opened.showIfOpen(after);
  });
  const listed = queue.items.find((each) => each.registrationId === pageLocation["registration"]);
  useShortcuts(
    {
      j: () => steps.go(1),
      ArrowDown: () => steps.go(1),
      k: () => steps.go(-1),
      ArrowUp: () => steps.go(-1),
      a: () => review.start("approve"),
      r: () => review.start("reject"),
      t: () => review.start("return"),
      v: () => review.start("revoke"),
      u: () => review.start("reopen"),
      x: () => listed && canDecide && !queue.isStale && chosen.toggle(listed, !chosen.has(listed)),
      "/": () => document.getElementById("search")?.focus(),
    },
    keysOn,
  );
  const readCurrent = useCurrentRegistrations();
  const close = () => {
    const { registration: _, ...list } = pageLocation;
    replaceLocation(list);
  };
  return (
    <div class={pageLocation["registration"] ? "review opened" : "review"}>
      <h1 id="queue-title">{t("nav.queue")}</h1>
      {canDecide && (
        <AddParticipant
          onDone={(registrationId) => [queue.reload(), navigate({ ...pageLocation, registration: registrationId })]}
        />
      )}
      <ShortcutLegend isOn={keysOn} onChange={(isOn) => [saveShortcutsEnabled(isOn), setKeysOn(isOn)]} />
      <section class="review-list stack" aria-labelledby="queue-title">
        <QueueFilters key={text} {...{ pageLocation, filter, text }} onSearch={setText} />
        {last !== "" && <p class="small last">{last}</p>}
        {chosen.all.length > 0 && Bulk && <Bulk {...{ chosen, readCurrent }} onDone={queue.reload} />}
        {filter.unanswered && canDecide && <QuestionReminder />}
        <QueueList {...{ queue, chosen }} open={pageLocation["registration"]} />
      </section>
      <RegistrationPanel
        {...{ opened, review, onClose: close }}
        isOpen={pageLocation["registration"] !== undefined}
        onChanged={(after) => [queue.showChanged(after), opened.set(after)]}
      />
    </div>
  );
}
