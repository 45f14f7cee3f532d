import type { BadgeFacts } from "#shared/badge/facts.ts";
import { allNames } from "../../test/badge/names.ts";
import { aBadge, aToken } from "../../test/support/badges.ts";
import { portrait } from "../../test/support/portrait.ts";

/** Portraits are slow to make, and one person's JPEG is as good as another's: so many, each made different by its end. */
const portraits = 8;

const titles = [
  "Minister of Foreign Affairs and International Cooperation",
  "Mayor",
  undefined,
  "Legal adviser to the Permanent Mission in Geneva",
];
const organizations = ["Permanent Mission to the United Nations Office at Geneva", "City of Surabaya", undefined];
const countries = ["Mexico", "Indonesia", "Türkiye", "Côte d’Ivoire", undefined];
const categories = [
  ["Member States", "#0b4f9e"],
  ["Non-governmental organizations", "#b03a00"],
  ["Mayors and local authorities", "#1a6b2f"],
] as const;

const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;

/** So many badges with photos, in all scripts: the same for everybody who prints them. */
export async function* people(count: number): AsyncGenerator<BadgeFacts> {
  const photos = await Promise.all(Array.from({ length: portraits }, (_, seed) => portrait(seed)));
  for (let index = 0; index < count; index += 1) {
    const [category, colour] = pick(categories, index);
    const [functionTitle, organization, country] = [
      pick(titles, index),
      pick(organizations, index),
      pick(countries, index),
    ];
    const { honorific: _h, zones: _z, days: _d, ...texts } = aBadge().texts;
    const photo = Buffer.concat([pick(photos, index), Buffer.from(String(index))]);
    yield aBadge(
      {},
      {
        texts: {
          conference: texts.conference ?? "",
          dates: texts.dates ?? "",
          venue: texts.venue ?? "",
          role: "Delegate",
          category,
          name: pick(allNames, index).name,
          serial: `No. ${index + 1}`,
          ...(functionTitle && { functionTitle }),
          ...(organization && { organization }),
          ...(country && { country }),
        },
        colour,
        token: aToken(index),
        photo,
      },
    );
  }
}
