/** A colour in OKLab: lightness from 0 to 1, and two axes of hue. Equal distances look equal. */
interface Oklab {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

type Channels = readonly [red: number, green: number, blue: number];

/** The surfaces behind coloured text in light mode and in dark mode (web/kit/styles/tokens.css). */
const surfaces = {
  light: ["#ffffff", "#f6f8fa", "#eef2f6"],
  dark: ["#0f161d", "#172029", "#202b36", "#0a1a29"],
} as const;

type Mode = keyof typeof surfaces;

/** The colour of an organization without one of its own, in light mode and in dark mode. */
export const defaultAccents = { light: "#0b5394", dark: "#8fc1f3" } as const;

/** The ratio that WCAG 2.2 AA requires of text. */
export const minimumContrast = 4.5;

/** The colours of the pages in one mode: of links and buttons, of a pressed button, and of a tinted surface. */
export interface ModePalette {
  readonly accent: string;
  readonly strong: string;
  readonly tint: string;
}

export interface Palette {
  readonly light: ModePalette;
  readonly dark: ModePalette;
}

/** Red, green and blue of `#rrggbb`, each from 0 to 255. */
export const parseColourChannels = (colour: string): Channels => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

const formatColour = (channels: readonly number[]): string =>
  `#${channels
    .map((each) =>
      Math.round(Math.min(255, Math.max(0, each)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** A channel of sRGB in linear light, from 0 to 1 (WCAG 2.2, "relative luminance"). */
const toLinear = (channel: number): number => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

const fromLinear = (light: number): number =>
  255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);

function computeLuminance(colour: string): number {
  const [red, green, blue] = parseColourChannels(colour);
  return 0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue);
}

/** The contrast ratio of two colours, from 1 to 21 (WCAG 2.2). */
export function computeContrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [computeLuminance(one), computeLuminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Björn Ottosson, "A perceptual color space for image processing". */
function toOklab(colour: string): Oklab {
  const [red, green, blue] = parseColourChannels(colour).map(toLinear) as unknown as Channels;
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

function fromOklab({ lightness, a, b }: Oklab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return formatColour(linear.map((each) => fromLinear(Math.max(0, each))));
}

/** The colour with another lightness; near black and near white it loses its hue. */
function withLightness({ lightness, a, b }: Oklab, target: number): string {
  const kept = target < lightness ? target / lightness : (1 - target) / (1 - lightness);
  return fromOklab({ lightness: target, a: a * kept, b: b * kept });
}

const mix = (colour: string, base: string, share: number): string => {
  const [one, other] = [parseColourChannels(colour), parseColourChannels(base)];
  return formatColour(one.map((channel, index) => channel * share + (other[index] as number) * (1 - share)));
};

/** The share of the accent in a tinted surface. */
const tintShare = 0.08;

const createTint = (accent: string, mode: Mode): string =>
  mix(accent, surfaces[mode][mode === "light" ? 0 : 1], tintShare);

/** Whether text in the colour can be read on every surface of a mode, and text of the first surface on the colour. */
const isReadable = (colour: string, mode: Mode): boolean =>
  [...surfaces[mode], createTint(colour, mode)].every((surface) => computeContrast(colour, surface) >= minimumContrast);

/** The number of steps of lightness that are tried. */
const lightnessSteps = 256;

/**
 * The nearest colour of the same hue that can be read in a mode, by WCAG 2.2 AA: darker in light mode, lighter in dark
 * mode. A colour that can be read stays as it is.
 */
export function mendColour(colour: string, mode: Mode = "light"): string {
  const normalized = colour.toLowerCase();
  if (isReadable(normalized, mode)) return normalized;
  const original = toOklab(normalized);
  const end = mode === "light" ? 0 : 1;
  const steps = Array.from({ length: lightnessSteps }, (_, index) => (index + 1) / lightnessSteps);
  const candidates = steps.map((step) =>
    withLightness(original, original.lightness + (end - original.lightness) * step),
  );
  return candidates.find((each) => isReadable(each, mode)) as string;
}

function createModePalette(colour: string, mode: Mode): ModePalette {
  const accent = mendColour(colour, mode);
  const strong = mix(accent, mode === "light" ? "#000000" : "#ffffff", 0.72);
  return { accent, strong, tint: createTint(accent, mode) };
}

/** The colours of the pages that follow from the colour of an organization. Every pair of text and surface passes. */
export const createPalette = (colour: string): Palette => ({
  light: createModePalette(colour, "light"),
  dark: createModePalette(colour, "dark"),
});
