import { combination } from "./leading-vectors.ts";
import { solveLeastSquares } from "./solve-least-squares.ts";

/** When a light is on, in seconds. */
export interface LightTimes {
  readonly on_s: number;
  readonly off_s: number;
}

/** Seconds by which each part rises and decays. */
const constants = {
  phasic: { rise: 0.3, decay: 0.5 },
  sustained: { rise: 2, decay: 2 },
  pipr: { decay: 15 },
} as const;

/**
 * The mean response as a sum of three parts that hang on the lights alone, fitted by least squares beside a constant:
 * phasic (from the onset), sustained (as long as the light, then decaying), and post-illumination (from the offset).
 *
 * @returns the three fitted parts over the times, in this order
 */
export function templateComponents(
  mean: Float64Array,
  times: readonly number[],
  lights: readonly LightTimes[],
): Float64Array[] {
  const templates = [phasic, sustained, postIllumination].map((part) =>
    Float64Array.from(times, (time) => lights.reduce((sum, light) => sum + part(time, light), 0)),
  );
  const weights = solveLeastSquares([...templates, new Float64Array(times.length).fill(1)], mean);
  return templates.map((template, i) => combination([template], [weights[i] ?? 0]));
}

function phasic(time: number, { on_s }: LightTimes): number {
  const { rise, decay } = constants.phasic;
  const since = time - on_s;
  return since < 0 ? 0 : (1 - Math.exp(-since / rise)) * Math.exp(-since / decay);
}

function sustained(time: number, { on_s, off_s }: LightTimes): number {
  const { rise, decay } = constants.sustained;
  if (time < on_s) return 0;
  const reached = 1 - Math.exp(-(Math.min(time, off_s) - on_s) / rise);
  return time <= off_s ? reached : reached * Math.exp(-(time - off_s) / decay);
}

function postIllumination(time: number, { off_s }: LightTimes): number {
  return time < off_s ? 0 : Math.exp(-(time - off_s) / constants.pipr.decay);
}
