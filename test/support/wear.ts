import type { GreyImage } from "./grey.ts";
import type { Random } from "./random.ts";

/** Whether a pixel is hidden by a mark. */
type WearMark = (x: number, y: number) => boolean;

/** A round spot: a drop, a sticker, a worn place. */
function createSpot(random: Random, side: number): WearMark {
  const [x0, y0] = [random.next() * side, random.next() * side];
  const radius = side * (0.015 + 0.03 * random.next());
  return (x, y) => (x - x0) ** 2 + (y - y0) ** 2 <= radius ** 2;
}

/** A straight scratch from one place to another, as wide as a fold in a badge. */
function createScratch(random: Random, side: number): WearMark {
  const [x0, y0] = [random.next() * side, random.next() * side];
  const [angle, length] = [random.next() * Math.PI, side * (0.2 + 0.5 * random.next())];
  const half = side * (0.004 + 0.006 * random.next());
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => {
    const along = (x - x0) * dx + (y - y0) * dy;
    return along >= 0 && along <= length && Math.abs((x - x0) * dy - (y - y0) * dx) <= half;
  };
}

/** The clip of a lanyard, from one edge inwards. */
function createClip(random: Random, side: number): WearMark {
  const [edge, place] = [random.below(4), (0.1 + 0.6 * random.next()) * side];
  const [width, depth] = [0.2 * side, 0.12 * side];
  return (x, y) => {
    const [along, inwards] = [
      [x, y],
      [x, side - y],
      [y, x],
      [y, side - x],
    ][edge] as [number, number];
    return along >= place && along <= place + width && inwards <= depth;
  };
}

const wearMarks = { spot: createSpot, scratch: createScratch, clip: createClip };
export type WearKind = keyof typeof wearMarks;

/**
 * A square picture with marks of these kinds, in turn, at random places, dark and light, until a share of its area is
 * hidden.
 */
export function applyWear(picture: GreyImage, random: Random, kinds: readonly WearKind[], share: number): GreyImage {
  const { width, height } = picture;
  const pixels = Buffer.from(picture.pixels);
  const hidden = new Uint8Array(pixels.length);
  let count = 0;
  for (let turn = 0; count < share * pixels.length; turn += 1) {
    const isUnder = wearMarks[kinds[turn % kinds.length] ?? "spot"](random, Math.min(width, height));
    const shade = random.chance(0.5) ? 0 : 255;
    for (let at = 0; at < pixels.length && count < share * pixels.length; at += 1) {
      if (hidden[at] || !isUnder(at % width, Math.floor(at / width))) continue;
      hidden[at] = 1;
      pixels[at] = shade;
      count += 1;
    }
  }
  return { ...picture, pixels };
}
