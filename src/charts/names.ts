import { textWidth } from "./text-width.ts";
import { type } from "./theme.ts";

/** The two names a registered method goes by. */
export interface Named {
  readonly display_name: string;
  readonly short_name: string;
}

/**
 * The class of names for one axis: display names if all of them fit `width`, else short names.
 * One class per axis, so that no axis mixes "MOMENT Fine-tuned" with "MOM-zs".
 */
export function namesFor(methods: readonly Named[], width: number): (method: Named) => string {
  const fits = methods.every((method) => textWidth(method.display_name, type.label) <= width);
  return fits ? (method) => method.display_name : (method) => method.short_name;
}
