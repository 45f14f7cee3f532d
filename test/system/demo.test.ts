import { beforeAll, describe, expect, test } from "vitest";
import { loadDemo } from "../../local/demo/load-demo.ts";
import { listSpeakers } from "../../local/demo/speakers-2015.ts";
import { loadSeeds, seedIds } from "../../local/seeds/seeds.ts";
import { asSecretariat, callSuccessfully, callSystem, getSharedSystem } from "./support/system.ts";

interface DemoProgramme {
  readonly published?: object;
  readonly sessions: readonly {
    readonly panels: readonly { readonly people: readonly { readonly name: string }[] }[];
  }[];
  readonly balance: {
    readonly programme: {
      readonly people: number;
      readonly dimensions: readonly {
        readonly dimension: string;
        readonly known: number;
        readonly values: readonly { readonly value: string; readonly people: number }[];
      }[];
    };
  };
}

const readProgramme = async (id: string, options = {}) =>
  (await callSuccessfully(`/v1/conferences/${id}/programme`, options)) as unknown as DemoProgramme;

test("of the 64 invented speakers 21 are women, and no two have the same name", () => {
  const speakers = listSpeakers();
  expect([speakers.length, speakers.filter(({ gender }) => gender === "female").length]).toEqual([64, 21]);
  expect(new Set(speakers.map(({ givenName, familyName }) => `${givenName} ${familyName}`)).size).toBe(64);
});

describe("the demo", () => {
  let written: readonly string[] = [];
  beforeAll(async () => {
    const { api, tokens } = getSharedSystem();
    const target = { api, idToken: tokens.secretariat };
    await loadSeeds({ ...target, now: Date.now() });
    written = await loadDemo(target);
    // A second run finds everything in place.
    expect(await loadDemo(target)).toEqual([]);
  }, 180_000);

  test("gives each dialogue a page, a logo, questions and a public programme", async () => {
    expect(written).toEqual(
      seedIds.flatMap((id) =>
        ["categories", "branding", "page", "programme", "questions"].map((part) => `${id} ${part}`),
      ),
    );
    for (const id of seedIds) {
      const { logoPath } = await callSuccessfully(`/v1/conferences/${id}/branding`, {});
      expect((await fetch(getSharedSystem().api + logoPath)).status).toBe(200);
      expect((await callSystem(`/v1/conferences/${id}/page`)).body).toMatchObject({ listed: true });
      expect((await callSuccessfully(`/v1/conferences/${id}/questions`, {})).items.length).toBeGreaterThan(2);
      expect((await readProgramme(id, asSecretariat())).published).toBeDefined();
    }
  });

  test.each([
    [
      "idm-2012",
      [
        ["un-system", "international-organization"],
        ["partners", "other"],
      ],
    ],
    [
      "idm-2015",
      [
        ["ministers", "member-state"],
        ["mayors", "local-authority"],
        ["migrants-voice", "migrant"],
      ],
    ],
    [
      "idm-2017-new-york",
      [
        ["un-system", "international-organization"],
        ["parliaments", "parliament"],
        ["foundations", "other"],
      ],
    ],
  ])("%s has categories of its own, after those of every dialogue", async (id, own) => {
    const { categories } = (await callSuccessfully(`/v1/conferences/${id}`, {})) as unknown as {
      readonly categories: readonly { readonly category: string; readonly kind: string }[];
    };
    const kinds = categories.map(({ category, kind }) => [category, kind]);
    expect(kinds.slice(-own.length)).toEqual(own);
    expect(kinds.slice(0, 2)).toEqual([
      ["member-state", "member-state"],
      ["observer-state", "observer-state"],
    ]);
  });

  test("the mayors and ministers among the speakers of 2015 are registered as such", async () => {
    const path = "/v1/conferences/idm-2015/registrations?category=mayors&limit=100";
    const { items } = await callSuccessfully(path, asSecretariat());
    const mayors = listSpeakers().filter(({ category }) => category === "mayors");
    expect(items).toHaveLength(mayors.length);
  });

  test("the balance of 2015, from the registrations and panels, says 21 of 64", async () => {
    const { programme } = (await readProgramme("idm-2015", asSecretariat())).balance;
    const gender = programme.dimensions.find(({ dimension }) => dimension === "gender");
    const women = gender?.values.find(({ value }) => value === "female");
    expect([women?.people, gender?.known, programme.people]).toEqual([21, 64, 64]);
  });

  test("the six panels of 2017 have the people of the published agenda, by name", async () => {
    const { sessions } = await readProgramme("idm-2017-new-york", asSecretariat());
    expect(sessions.map(({ panels }) => panels[0]?.people.length)).toEqual([2, 6, 5, 5, 5, 5, 6, 3]);
    const names = sessions.flatMap(({ panels }) => panels.flatMap(({ people }) => people.map(({ name }) => name)));
    for (const name of ["Juan José Gómez Camacho", "Jürg Lauber", "Elona Gjebrea Hoxha"]) expect(names).toContain(name);
  });
});
