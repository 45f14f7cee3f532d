import { describe, expect, test } from "vitest";
import { parseInput } from "#shared/contracts/validate.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import { readSeed } from "../../local/seeds/seeds.ts";
import { listApplicants2017 } from "./agenda.ts";
import { parseAgenda } from "./parse-agenda.ts";

const people = await listApplicants2017();
const find = (familyName: string) => people.find(({ person }) => person.familyName === familyName);

describe("the agenda of 2017", () => {
  test("names 35 people, 31 of them speakers, two of them twice", () => {
    expect(people.length).toBe(35);
    expect(people.filter(({ role }) => role === "speaker").length).toBe(31);
    expect(people.filter(({ role }) => role === "moderator").map(({ person }) => person.familyName)).toEqual([
      "Nadir",
      "Cliffe",
      "Gois",
      "Schmidt-Bremme",
    ]);
    expect(people.filter(({ sessions }) => sessions?.length === 2).map(({ person }) => person.familyName)).toEqual([
      "Swing",
      "Thompson",
    ]);
    expect(find("Swing")?.sessions).toEqual(["opening", "panel-1"]);
    expect(find("Thompson")?.sessions).toEqual(["panel-6", "closing"]);
  });

  test("keeps the characters of each name", () => {
    const names = people.map(({ person }) => `${person.givenName} ${person.familyName}`);
    const accented = names.filter((name) => /[^\p{ASCII}]/u.test(name));
    expect(accented).toEqual([
      "Juan José Gómez Camacho",
      "Francisco Hagó",
      "Carmen Muñoz Quesada",
      "Götz Schmidt-Bremme",
      "Jürg Lauber",
    ]);
    expect(find("Fragomen Jr.")?.person.givenName).toBe("Austin T.");
    expect(find("Nadir")?.person.givenName).toBe("El Habib");
  });

  test("keeps the longest title with its commas", () => {
    expect(find("Gómez Camacho")).toMatchObject({
      category: "member-state",
      country: "MEX",
      functionTitle:
        "Ambassador Extraordinary and Plenipotentiary, Permanent Representative of Mexico to the United Nations, Co-facilitator of the intergovernmental consultations and negotiations on the GCM",
    });
  });

  test("puts honorifics before the name, and removes notes about the statement", () => {
    expect(find("Vitillo")?.person.honorific).toBe("Msgr.");
    expect(find("Kihalangwa")?.person.honorific).toBe("Maj.Gen. (RTd)");
    expect(JSON.stringify(people)).not.toMatch(/Statement|Presentation|remarks/);
    expect(find("Torsney")?.functionTitle).toBe(
      "Permanent Observer of the Inter-Parliamentary Union (IPU) to the United Nations",
    );
  });

  test("separates title, organization and country", () => {
    expect(find("Kihalangwa")).toMatchObject({
      functionTitle: "Director",
      organization: "Department of Immigration Services, Ministry of Interior and Coordination of National Government",
      country: "KEN",
    });
    expect(find("Hussen")).toMatchObject({
      functionTitle: "Minister of Immigration, Refugees, and Citizenship",
      country: "CAN",
    });
    expect(find("Belloni Mignatti")).toMatchObject({
      functionTitle: "Chair of the NGO Committee on Migration",
      organization: "World Organization for Early Childhood Education",
    });
    expect(find("Hamidullah")?.country).toBe("BGD");
    expect(find("Pollack")?.country).toBe("USA");
  });

  test("assigns each person a category by the rules", () => {
    const counts = Object.fromEntries(
      Map.groupBy(people, ({ category }) => category)
        .entries()
        .map(([name, all]) => [name, all.length]),
    );
    expect(counts).toEqual({
      "member-state": 19,
      "international-organization": 8,
      ngo: 4,
      academia: 2,
      "local-authority": 1,
      "private-sector": 1,
    });
    expect(find("Somers")?.category).toBe("local-authority");
    expect(find("Cockayne")?.category).toBe("international-organization");
    expect(find("Valdez Rivera")?.category).toBe("ngo");
  });

  test("creates forms that the API accepts, for sessions that the conference has", async () => {
    const sessions = new Set((await readSeed("idm-2017-new-york")).sessions?.map(({ sessionId }) => sessionId));
    for (const form of people) {
      parseInput(registrationRequest, form);
      for (const sessionId of form.sessions ?? []) expect(sessions).toContain(sessionId);
    }
    expect(new Set(people.map(({ person }) => person.email)).size).toBe(35);
  });
});

test("a person outside a session is an error", () => {
  expect(() => parseAgenda("  • Ada Lovelace, Analyst")).toThrow("outside a session");
  expect(() => parseAgenda("13:00 - 15:00    Break\n  • Ada Lovelace, Analyst")).toThrow("outside a session");
});
