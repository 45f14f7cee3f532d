import { createJimp } from "@jimp/core";
import jpeg from "@jimp/js-jpeg";

const Jimp = createJimp({ formats: [jpeg] });

/** Skin, hair and coat of an invented person, and the background, as red, green and blue. */
const palettes = [
  [0xe0b899, 0x3b2a20, 0x27364f, 0xd9dee4],
  [0x8d5a3c, 0x17120f, 0x6a2f3c, 0xe4e0d6],
  [0xc68c62, 0x241a15, 0x2f4a3e, 0xdbe3e8],
  [0xf0cdb4, 0x8a6a3f, 0x3d3d46, 0xe6e6e2],
  [0x5f3a28, 0x0f0c0a, 0x23456b, 0xded9d2],
] as const;

const isInEllipse = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
  ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** What is seen at a place of the picture, in parts of its width: skin, hair, coat or wall. */
function getColourIndex(x: number, y: number, seed: number): 0 | 1 | 2 | 3 {
  const wide = 0.19 + (seed % 7) * 0.004;
  const isHair = isInEllipse(x, y, 0.5, 0.44, wide + 0.035, 0.25) && y < 0.44 + (seed % 3) * 0.12;
  const isFace = isInEllipse(x, y, 0.5, 0.52, wide, 0.25) && !(isHair && y < 0.36);
  const isNeck = y > 0.6 && y < 0.95 && Math.abs(x - 0.5) < 0.085;
  if (isFace || isNeck) return 0;
  if (isInEllipse(x, y, 0.5, 1.32, 0.46, 0.46)) return 2;
  return isHair ? 1 : 3;
}

/** A head and shoulders as a JPEG of three by four, as photos are kept; each seed another person. */
export async function drawPortrait(seed: number, width = 600): Promise<Uint8Array> {
  const height = Math.round((width * 4) / 3);
  const palette = palettes[seed % palettes.length] ?? palettes[0];
  const data = Buffer.alloc(width * height * 4, 255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [column, row] = [pixel % width, Math.floor(pixel / width)];
    const [x, y] = [column / width, row / width];
    const colour = palette[getColourIndex(x, y, seed)];
    // Light from the left above, and a grain, without which JPEG would make nothing of it.
    const light = 1.08 - x * 0.14 - y * 0.06 + ((column * 7 + row * 13 + seed * 29) % 11) / 300;
    for (const [channel, shift] of [16, 8, 0].entries())
      data[pixel * 4 + channel] = Math.min(255, ((colour >> shift) & 255) * light);
  }
  return new Uint8Array(await new Jimp({ data, width, height }).getBuffer("image/jpeg", { quality: 85 }));
}
