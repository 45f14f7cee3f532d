const place = "palais.desk.muted";

let context: AudioContext | undefined;

/** Browsers make no sound before somebody has touched the page. */
function awake(): AudioContext {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  return context;
}

export const isMuted = (): boolean => localStorage.getItem(place) !== null;

export function setMuted(muted: boolean): void {
  if (muted) localStorage.setItem(place, "1");
  else localStorage.removeItem(place);
}

/** A note: its frequency in Hz, when it begins and how long it lasts in s. */
type Note = readonly [frequency: number, begins: number, lasts: number];

/** Two short notes that rise, or two long low ones: nobody takes one for the other, whatever the loudspeaker. */
const tunes: Readonly<Record<"good" | "bad", { readonly wave: OscillatorType; readonly notes: readonly Note[] }>> = {
  good: {
    wave: "sine",
    notes: [
      [880, 0, 0.1],
      [1320, 0.1, 0.16],
    ],
  },
  bad: {
    wave: "square",
    notes: [
      [196, 0, 0.28],
      [147, 0.36, 0.42],
    ],
  },
};

export function play(tune: keyof typeof tunes): void {
  if (isMuted()) return;
  const audio = awake();
  const { wave, notes } = tunes[tune];
  for (const [frequency, begins, lasts] of notes) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + begins;
    tone.type = wave;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.25, from);
    volume.gain.linearRampToValueAtTime(0, from + lasts);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + lasts);
  }
}
