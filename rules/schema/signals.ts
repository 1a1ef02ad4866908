import { double, integer, type RowOf, table, text } from "./table.ts";

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

export const categoryResponses = table("category_responses", {
  doc: "Mean response of distinct people by the category of preprocessing, from the private database of preprocessed signals.",
  key: ["category", "time_s"],
  columns: {
    category: text("Category of preprocessing, as the signals' database has it"),
    time_s: double("Seconds; five times a second"),
    mean: double("Mean over people, each the mean over the category's configurations"),
    ci_lower: double("Lower limit of its 95 % interval over people (Student)"),
    ci_upper: double("Upper limit"),
    n: integer("People, at least 10"),
  },
});

export const signalComponents = table("signal_components", {
  doc: "Components of the responses of `category_responses` by five methods, three each.",
  key: ["category", "method", "component", "time_s"],
  columns: {
    category: text("As in category_responses"),
    method: text(
      "template: phasic, sustained and post-illumination part, fitted to the mean · principal · rotated: the same by varimax and promax · sparse · contrast: generalised eigenvectors over people, under light against before it",
    ),
    component: integer("1, 2 or 3"),
    time_s: double("Seconds"),
    value: double(
      "In the unit of the pupil; principal, rotated and sparse: as far as one standard deviation of scores moves it",
    ),
  },
});

export type StimulusProtocol = RowOf<typeof stimulusProtocol>;
export type SignalSummary = RowOf<typeof signalSummary>;
export type CategoryResponse = RowOf<typeof categoryResponses>;
export type SignalComponent = RowOf<typeof signalComponents>;
