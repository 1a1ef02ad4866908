import { meanEstimate } from "plr/stratos/mean-difference";
import type { CategoryResponse, SignalComponent } from "../../schema/signals.ts";
import { meanSignal, principalComponents, rotatedComponents, sparseComponents } from "./components.ts";
import { contrastComponents } from "./contrast-components.ts";
import type { CategorySignals } from "./read-categories.ts";
import { type LightTimes, templateComponents } from "./template-components.ts";

/** What is public of the signals that preprocessing gives. */
export interface Decomposition {
  readonly category_responses: readonly CategoryResponse[];
  readonly signal_components: readonly SignalComponent[];
}

/** Fewer people than this are no group. */
const LEAST_PEOPLE = 10;

/** Rows of `category_responses` and `signal_components`; categories of fewer than ten people have none. */
export function decompose(
  categories: readonly CategorySignals[],
  lights: readonly LightTimes[],
): Decomposition {
  const large = categories.filter(({ signals }) => signals.length >= LEAST_PEOPLE);
  return {
    category_responses: large.flatMap(responseRows),
    signal_components: large.flatMap((category) => componentRows(category, lights)),
  };
}

function responseRows({ category, times, signals }: CategorySignals): CategoryResponse[] {
  return times.map((time_s, k) => {
    const estimate = meanEstimate(signals.map((signal) => signal[k] ?? 0));
    if (!estimate.ok) throw new Error("a category has fewer than two people");
    const { n, mean, interval } = estimate.value;
    return {
      category,
      time_s,
      mean: rounded(mean),
      ci_lower: rounded(interval.lower),
      ci_upper: rounded(interval.upper),
      n,
    };
  });
}

function componentRows(
  { category, times, signals }: CategorySignals,
  lights: readonly LightTimes[],
): SignalComponent[] {
  const onset = Math.min(...lights.map(({ on_s }) => on_s));
  const isLit = (time: number): boolean => lights.some(({ on_s, off_s }) => time >= on_s && time <= off_s);
  const principal = principalComponents(signals);
  const found = {
    contrast: contrastComponents(signals, {
      lit: times.map(isLit),
      before: times.map((time) => time < onset),
    }),
    principal,
    rotated: rotatedComponents(principal),
    sparse: sparseComponents(signals),
    template: templateComponents(meanSignal(signals), times, lights),
  };
  return Object.entries(found).flatMap(([method, components]) =>
    components.flatMap((component, index) =>
      times.map((time_s, k) => ({
        category,
        method,
        component: index + 1,
        time_s,
        value: rounded(component[k] ?? 0),
      })),
    ),
  );
}

/** To six decimals: more hang on the order of sums. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 || 0;
}
