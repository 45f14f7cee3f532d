/** The space of a ruler beside the badge, in mm. */
export const rulerSize = 8;

/** The length of a mark at a position, in mm: long at each tenth millimetre. */
function getMarkLength(position: number): number {
  if (position % 10 === 0) return 3;
  return position % 5 === 0 ? 2 : 1;
}

const listPositions = (length: number) => Array.from({ length: Math.floor(length) + 1 }, (_, position) => position);
const listNumbers = (length: number) => listPositions(length).filter((position) => position % 10 === 0);

/** The rulers above and to the left of a badge of this size, in mm. */
export function Rulers({ width, height }: { readonly width: number; readonly height: number }) {
  const across = listPositions(width).map((x) => `M${x} -0.5v-${getMarkLength(x)}`);
  const down = listPositions(height).map((y) => `M-0.5 ${y}h-${getMarkLength(y)}`);
  return (
    <g class="design-rulers">
      <path d={[...across, ...down].join("")} />
      {listNumbers(width).map((x) => (
        <text key={`x${x}`} x={x} y={-4}>
          {x}
        </text>
      ))}
      {listNumbers(height).map((y) => (
        <text key={`y${y}`} class="vertical" x={-3.7} y={y + 0.8}>
          {y}
        </text>
      ))}
    </g>
  );
}
