import { axis, gridLayer, lineLayer, literally, position, ruleLayer, values } from "../layers.ts";
import { ticksOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { ink, outcomes, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";
import type { InstabilityPerson } from "./instability.ts";

/** A panel's size; the first of a row is `labelled`: it names the axis that all share. */
interface View {
  readonly width: number;
  readonly height: number;
  readonly labelled: boolean;
}

const unit: Domain = [0, 1];
const shares = [0, 0.5, 1];
const refits = { half: 1.8, most: 0.5 } as const;

/** Where half and 95 % of the refits put each person, about the identity line. */
export function rangePanel(people: readonly InstabilityPerson[], { width, height, labelled }: View): Panel {
  const [x, y] = axes(labelled ? "Prediction of refits" : null, {
    labelsX: false,
    upright: ticksOf(unit, 6),
  });
  const marks = marksOf(people);
  const identity = [0, 1].map((at) => ({ at }));
  const bar = (from: string, to: string, strokeWidth: number): Layer => ({
    data: values(marks),
    mark: { type: "rule", strokeWidth, opacity: 1 },
    encoding: { x: x("p_ref"), y: y(from), y2: { field: to }, color: literally("color") },
  });
  return {
    width,
    height,
    layers: [
      lineLayer(identity, x("at"), y("at"), {
        stroke: ink.reference,
        strokeWidth: stroke.reference,
        strokeDash: [3, 2],
      }),
      bar("q025", "q975", refits.most),
      bar("q25", "q75", refits.half),

      pointsLayer(marks, x("p_ref"), y("q50")),
    ],
  };
}

/** Share of refits that decide otherwise than the reference about each person. */
export function flipPanel(people: readonly InstabilityPerson[], { width, height, labelled }: View): Panel {
  const [x, y] = axes(labelled ? "Refits flipped" : null, { labelsX: true, upright: shares });
  const threshold = [{ at: 0.5 }];
  return {
    width,
    height,
    layers: [
      gridLayer(shares, { y: y("at") }),
      ruleLayer(
        threshold,
        { x: x("at") },
        { stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: [3, 2] },
      ),
      pointsLayer(marksOf(people), x("p_ref"), y("flip_rate_50")),
    ],
  };
}

type Channel = (field: string) => Layer;

function axes(
  title: string | null,
  { labelsX, upright }: { readonly labelsX: boolean; readonly upright: readonly number[] },
): [x: Channel, y: Channel] {
  const across = axis({ values: ticksOf(unit, 6), format: ".1f", labels: labelsX });
  const up = axis({ values: upright, format: ".1f", ...(title === null ? { labels: false } : { title }) });
  return [
    (field) => position({ field, domain: unit, axis: across }),
    (field) => position({ field, domain: unit, axis: up }),
  ];
}

function marksOf(people: readonly InstabilityPerson[]): object[] {
  return people.map((row) => ({ ...row, ...(row.y_true === 1 ? outcomes.glaucoma : outcomes.control) }));
}

function pointsLayer(marks: readonly object[], x: Layer, y: Layer): Layer {
  return {
    data: values(marks),
    mark: { type: "point", filled: true, opacity: 1, size: 10, stroke: ink.white, strokeWidth: 0.4 },
    encoding: { x, y, color: literally("color"), shape: literally("shape") },
  };
}
