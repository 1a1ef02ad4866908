import { malformed } from "./failure.ts";

/**
 * The element type of a numpy array. `kind` is numpy's own letter where it is read here (`f` float, `i` and `u`
 * integers, `b` boolean, `U` text, `O` Python objects) and `other` for what is carried along unread.
 * `size` is in bytes per element.
 */
export interface DType {
  readonly kind: "f" | "i" | "u" | "b" | "U" | "O" | "other";
  readonly size: number;
  readonly littleEndian: boolean;
  /** As numpy writes it, with the byte order: `<f8`, `|b1`, `<U7`. */
  readonly name: string;
}

const READABLE = /^(?:f[48]|[iu][1248]|b1|U\d+|O\d*)$/;
const SIZED = /^([a-zA-Z])(\d+)$/;

/**
 * The object that `numpy.dtype('f8', False, True)` stands for in a stream: its byte order arrives afterwards, as a
 * state tuple `(version, order, subarray, names, fields, element size, …)`.
 */
export class DTypeBuilder {
  #code: string;
  #order = "|";
  #structured = false;
  #size: number | undefined;

  constructor(code: unknown) {
    if (typeof code !== "string" || !SIZED.test(code)) throw malformed("an array type without a code");
    this.#code = code;
  }

  __setstate__(state: unknown): void {
    if (!Array.isArray(state)) throw malformed("an array type with an unknown state");
    const [, order, subarray, names, , size] = state as readonly unknown[];
    if (typeof order !== "string" || !"<>|=".includes(order)) throw malformed("an unknown byte order");
    this.#order = order;
    this.#structured = names !== null && names !== undefined;
    if (subarray !== null && subarray !== undefined) this.#structured = true;
    if (typeof size === "number" && size >= 0) this.#size = size;
  }

  /** The finished type: called when an array or a scalar takes it, after its state has arrived. */
  finish(): DType {
    const [, letter = "", digits = ""] = SIZED.exec(this.#code) ?? [];
    const readable = READABLE.test(this.#code) && !this.#structured;
    const kind = readable ? (letter as DType["kind"]) : "other";
    const size =
      letter === "U" ? Number(digits) * 4 : ((this.#structured ? this.#size : undefined) ?? Number(digits));
    if (!Number.isSafeInteger(size)) throw malformed("an array type of absurd size");
    return { kind, size, littleEndian: this.#order !== ">", name: `${this.#order}${this.#code}` };
  }
}
