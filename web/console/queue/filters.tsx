import { queueOrders } from "#shared/domain/registration.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { go, type Place } from "../../kit/fragment.ts";
import { SelectField, TextField } from "../../kit/inputs.tsx";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { type Filter, withFilter } from "./filter.ts";

const accreditations = ["pending", "approved", "returned", "rejected", "revoked", "withdrawn"] as const;
const seats = ["held", "waiting", "offered", "none"] as const;

interface Props {
  readonly place: Place;
  readonly filter: Filter;
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

/** What the queue shows. The filters stand in the address; what is searched for is personal, and doesn't. */
export function Filters({ place, filter, text, onSearch }: Props) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const [typed, setTyped] = useTyped("search", text);
  const choose = (name: keyof Filter) => (value: string) => go(withFilter(place, name, value));
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
        options={accreditations.map((value) => ({ value, label: t(`accreditation.${value}`) }))}
        onChange={choose("accreditation")}
      />
      <SelectField
        id="seat"
        label={t("queue.seat")}
        value={filter.seat ?? ""}
        empty={t("queue.any")}
        options={seats.map((value) => ({ value, label: t(`seat.${value}`) }))}
        onChange={choose("seat")}
      />
      <SelectField
        id="category"
        label={t("field.category")}
        value={filter.category ?? ""}
        empty={t("queue.any")}
        options={settings.categories.map(({ category, title }) => ({
          value: category,
          label: textIn(title, language),
        }))}
        onChange={choose("category")}
      />
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
