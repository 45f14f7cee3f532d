const mutedStorageKey = "palais.desk.muted";

let audioContext: AudioContext | undefined;

/** Browsers play no sound before the first user interaction. */
function getAudioContext(): AudioContext {
  audioContext ??= new AudioContext();
  if (audioContext.state === "suspended") void audioContext.resume();
  return audioContext;
}

export const isMuted = (): boolean => localStorage.getItem(mutedStorageKey) !== null;

export function saveMuted(muted: boolean): void {
  if (muted) localStorage.setItem(mutedStorageKey, "1");
  else localStorage.removeItem(mutedStorageKey);
}

/** A note: its frequency in Hz, its start and its duration in s. */
type TuneNote = readonly [frequency: number, begins: number, lasts: number];

/** Two short rising notes or two long low ones, which are distinct on any loudspeaker. */
const tunes: Readonly<Record<"good" | "bad", { readonly wave: OscillatorType; readonly notes: readonly TuneNote[] }>> =
  {
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

export function playTune(tune: keyof typeof tunes): void {
  if (isMuted()) return;
  const audio = getAudioContext();
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
