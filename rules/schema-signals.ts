import { double, integer, type RowOf, table, text } from "./schema.ts";

/* Tables of `results` about the recordings: what is public of them. */

export const stimulusProtocol = table("stimulus_protocol", {
  doc: "When each light is on in the recordings of the labelled people; none where recordings have no signals.",
  key: ["colour"],
  columns: {
    colour: text("Blue or Red"),
    nm: integer("Dominant wavelength of the device's light"),
    on_s: double("First sample with the light on, median over people, in seconds"),
    off_s: double("Last sample with the light on, median over people, in seconds"),
    n: integer("People"),
  },
});

export const signalSummary = table("signal_summary", {
  doc: "Mean ground-truth pupil of the labelled people by class and time; at least 10 people each.",
  key: ["class_label", "time_s"],
  columns: {
    class_label: text("control, glaucoma, or `difference`: glaucoma minus control"),
    time_s: double("Seconds from the start of the recording"),
    mean: double("Mean over people"),
    ci_lower: double("Lower limit of its 95 % interval over people (Student; Welch for the difference)"),
    ci_upper: double("Upper limit"),
    n: integer("People"),
    unit: text("mm, or % change from baseline, by the values"),
  },
});

export type StimulusProtocol = RowOf<typeof stimulusProtocol>;
export type SignalSummary = RowOf<typeof signalSummary>;
