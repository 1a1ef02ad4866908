import { asArray, at, readPickle } from "plr/pickle";

/** A copy of a metrics pickle with one prediction replaced, in place in its bytes. */
export function withPrediction(bytes: Uint8Array, value: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  const pickle = readPickle(copy);
  if (!pickle.ok) throw new Error(pickle.failure.reason);
  const path = ["metrics_iter", "test", "preds", "arrays", "predictions", "y_pred_proba"];
  const data = asArray(at(pickle.value, path))?.data;
  if (!(data instanceof Uint8Array)) throw new Error("no predictions");
  new DataView(data.buffer, data.byteOffset).setFloat64(0, value, true);
  return copy;
}

/** A copy with every occurrence of a text replaced by one of the same length. */
export function withText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  if (from.length !== to.length) throw new Error("texts of different lengths");
  const changed = Buffer.from(bytes).toString("latin1").replaceAll(from, to);
  return Buffer.from(changed, "latin1");
}

/** A pickle that would run a command if it were loaded rather than read. */
export function hostilePickle(marker: string): Uint8Array {
  return Buffer.from(`cposix\nsystem\n(Vtouch ${marker}\ntR.`, "latin1");
}
