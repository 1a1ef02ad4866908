import { OPTIMISM_NOTE, RESAMPLED_NOTE, SELECTION_NOTE } from "./best-pipelines-table.ts";
import { type Estimate, formatFixed, formatInterval } from "./format.ts";
import { type Macro, type MacroFailure, macroName, macros } from "./macros.ts";
import type { Result } from "./result.ts";
import { SYNTHETIC_NOTICE } from "./synthetic.ts";

/** A row of the table `numbers`: a name, the numbers behind it, and the text as it is to be read. */
export type NumberRow = Estimate & { readonly name: string; readonly text: string };

/** The rows in the order in which they are written, and whether the data are synthetic. */
export type NumbersFile = { readonly numbers: readonly NumberRow[]; readonly synthetic: boolean };

/** Why `numbers.tex` cannot be written. */
export type NumbersFailure = MacroFailure | { readonly reason: "no-rows" };

/**
 * `numbers.tex`: for each number a macro with its text, and with `Value`, `Lower` and `Upper` added to the name those
 * that are defined, to three decimals or whole where the number is whole and has no interval, and with `Interval` both
 * limits in brackets.
 *
 * Besides: `\plrSynthetic`, the warning or nothing; `\plrSelectionNote`, which belongs to every best result;
 * `\plrResampledNote` and `\plrOptimismNote`, which belong to `\bestAUROCResampled` and `\bestAUROCOptimism`.
 */
export function numbersFile({ numbers, synthetic }: NumbersFile): Result<string, NumbersFailure> {
  if (numbers.length === 0) return { ok: false, failure: { reason: "no-rows" } };
  const written = macros([...standing(synthetic), ...numbers.flatMap(numberMacros)]);
  if (!written.ok) return written;
  const warning = synthetic ? `% ${SYNTHETIC_NOTICE}\n` : "";
  return {
    ok: true,
    value: `${warning}% Generated from the databases of the study, not edited.\n${written.value}`,
  };
}

function standing(synthetic: boolean): readonly Macro[] {
  return [
    {
      name: "plrSynthetic",
      value: synthetic ? SYNTHETIC_NOTICE : "",
      comment: "empty where the data are real",
    },
    { name: "plrSelectionNote", value: SELECTION_NOTE, comment: "belongs to every best result" },
    { name: "plrResampledNote", value: RESAMPLED_NOTE, comment: "belongs to bestAUROCResampled" },
    { name: "plrOptimismNote", value: OPTIMISM_NOTE, comment: "belongs to bestAUROCOptimism" },
  ];
}

/** What a number is where its name could be taken for another's. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["bestAUROCResampled", RESAMPLED_NOTE],
  ["bestAUROCOptimism", OPTIMISM_NOTE],
]);

function numberMacros({ name, text, value, lower, upper }: NumberRow): readonly Macro[] {
  const macro = macroName(name);
  const isCount = value !== null && Number.isInteger(value) && lower === null && upper === null;
  const meaning = MEANINGS.get(name);
  const comment = meaning === undefined ? name : `${name}: ${meaning}`;
  const parts = Object.entries({ Value: value, Lower: lower, Upper: upper });
  return [
    { name: macro, value: text, comment },
    ...parts.flatMap(([suffix, number]) =>
      number === null ? [] : [{ name: macro + suffix, value: formatFixed(number, isCount ? 0 : undefined) }],
    ),
    ...(lower === null || upper === null
      ? []
      : [{ name: `${macro}Interval`, value: formatInterval({ lower, upper }) }]),
  ];
}
