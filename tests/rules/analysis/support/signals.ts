const times = Array.from({ length: 67 }, (_, time_s) => time_s);
const categories = ["Ground Truth", "Traditional"];
const methods = ["contrast", "principal", "rotated", "sparse", "template"];

/** Lights and mean responses as the extraction writes them: 66 s, a sample a second, in millimetres. */
export const signalRowsWanted = {
  stimulus_protocol: [
    { colour: "Blue", nm: 469, on_s: 15.5, off_s: 24.5, n: 30 },
    { colour: "Red", nm: 640, on_s: 46.5, off_s: 55.5, n: 30 },
  ],
  signal_summary: ["control", "difference", "glaucoma"].flatMap((class_label) =>
    Array.from({ length: 67 }, (_, time_s) => {
      const mean = class_label === "difference" ? 0.5 - Math.abs(time_s - 20) / 200 : 4 + time_s / 100;
      return { class_label, time_s, mean, ci_lower: mean - 0.2, ci_upper: mean + 0.2, n: 20, unit: "mm" };
    }),
  ),
  category_responses: categories.flatMap((category, i) =>
    times.map((time_s) => {
      const mean = 4 - i * Number(time_s === 30) - Number(time_s > 15 && time_s < 25);
      return { category, time_s, mean, ci_lower: mean - 0.2, ci_upper: mean + 0.2, n: 20 - i };
    }),
  ),
  signal_components: categories.flatMap((category) =>
    methods.flatMap((method) =>
      [1, 2, 3].flatMap((component) =>
        times.map((time_s) => ({
          category,
          method,
          component,
          time_s,
          value: -component * Math.sin(time_s),
        })),
      ),
    ),
  ),
};
