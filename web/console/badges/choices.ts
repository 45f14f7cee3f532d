import { batchSorts } from "#shared/domain/badge-batch.ts";
import { layoutNames, papers } from "#shared/domain/badge-layout.ts";
import type { CallOptions } from "../../api/client.ts";
import type { Settings } from "../office.ts";

/** What an officer has chosen, as the form's fields have it; nothing chosen is an empty text. */
export const firstChoices = {
  which: "new",
  category: "",
  delegation: "",
  sort: "name",
  layout: "",
  paper: "single",
};

type Choices = Readonly<typeof firstChoices>;
type Order = CallOptions<"startBadgeBatch">["body"];

/** The order as the API takes it. */
export function bodyOf({ which, delegation, ...chosen }: Choices, { categories }: Settings): Order {
  const category = categories.find((each) => each.category === chosen.category)?.category;
  const layout = layoutNames.find((each) => each === chosen.layout);
  return {
    onlyNew: which === "new",
    sort: batchSorts.find((each) => each === chosen.sort),
    paper: papers.find((each) => each === chosen.paper),
    ...(category && { category }),
    ...(delegation && { delegation }),
    ...(layout && { layout }),
  };
}
