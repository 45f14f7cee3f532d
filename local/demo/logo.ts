import { encodePng } from "#shared/printing/png.ts";

const size = 240;

/** An invented logo: rings in one colour on white. @param colour `#rrggbb` @returns a PNG */
export function drawLogo(colour: string): Uint8Array<ArrayBuffer> {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const pixels = Array.from({ length: size * size }, (_, at) => {
    const distance = Math.hypot((at % size) - size / 2, Math.floor(at / size) - size / 2);
    return distance < size * 0.46 && Math.floor(distance / 22) % 2 === 0 ? channels : [255, 255, 255];
  });
  return encodePng({ width: size, height: size, data: Uint8Array.from(pixels.flat()) });
}
