import { double, integer, text } from "./table.ts";

/* Columns and words that tables of `results` share. */

export const config_id = integer(
  "First 31 bits of SHA-256(outlier ∅ imputation ∅ classifier ∅ featurization), ∅ = NUL",
);
export const subject_code = text("Pseudonym: H… control, G… glaucoma");
export const outcome = integer("0 control, 1 glaucoma");
export const sampling = "95 % interval over test people, stratified bootstrap";
export const inCombos = "for the configurations of configs/combos.yaml";
/** Of a share. */
export const wilson = {
  ci_lower: double("Wilson's lower limit"),
  ci_upper: double("Wilson's upper limit"),
};
