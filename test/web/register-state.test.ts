import { expect, test } from "vitest";
import type { RegisterColumn } from "../../web/console/register/register-columns.ts";
import { parseRegisterState, toRegisterLocation } from "../../web/console/register/register-state.ts";

const column = (key: string, content: RegisterColumn["content"]): RegisterColumn => ({
  spec: { key, order: "text" },
  ...{ label: key, width: 100, content, formatValue: String, formatCell: String },
});
const all = [
  column("name", "unique"),
  column("organization", "text"),
  column("category", "choice"),
  column("submittedAt", "choice"),
];
const place = { conference: "c", view: "register" };

test("an address contains columns, order, group and filters, which are read back from it", () => {
  const state = {
    columns: ["category", "name"],
    sort: { column: "name", isDescending: true },
    group: "category",
    filters: { category: ["ngo", "", "a,b&c=d"] },
  };
  const address = toRegisterLocation(place, state, all);
  const shared = Object.fromEntries(new URLSearchParams(new URLSearchParams(address).toString()));
  expect(parseRegisterState(shared, all, undefined)).toEqual(state);
});

test("an address has no filter by what people wrote", () => {
  const state = {
    ...parseRegisterState(place, all, undefined),
    filters: { organization: ["Dakar"], category: ["ngo"] },
  };
  const address = toRegisterLocation(place, state, all);
  expect(JSON.stringify(address)).not.toContain("Dakar");
  expect(parseRegisterState(address, all, undefined).filters).toEqual({ category: ["ngo"] });
  expect(parseRegisterState({ ...place, filter: "organization=Dakar" }, all, undefined).filters).toEqual({});
});

test("without columns in the address, those that the browser keeps are shown, and unknown ones are left out", () => {
  expect(parseRegisterState(place, all, ["name", "gone"]).columns).toEqual(["name"]);
  expect(parseRegisterState({ ...place, columns: "category" }, all, ["name"]).columns).toEqual(["category"]);
  expect(parseRegisterState({ ...place, sort: "-gone", group: "gone" }, all, undefined)).toMatchObject({
    sort: { column: "submittedAt", isDescending: false },
    group: undefined,
  });
});
