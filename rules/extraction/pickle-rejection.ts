import type { PickleFailure } from "plr/pickle";
import { type Rejection, rejection } from "./rejection.ts";

/** A pickle that could not be read, as the reason of a rejection. Names of classes are shown, nothing else of it. */
export function pickleRejection(failure: PickleFailure): Rejection {
  switch (failure.reason) {
    case "empty":
      return rejection("pickle-empty");
    case "not-a-pickle":
      return rejection("not-a-pickle");
    case "truncated":
      return rejection("pickle-truncated", `at byte ${failure.offset}`);
    case "forbidden-class":
      return rejection("pickle-forbidden-class", failure.name);
    case "malformed":
      return rejection("pickle-malformed", `${failure.detail}, at byte ${failure.offset}`);
    case "unsupported":
      return rejection("pickle-unsupported", `${failure.what}, at byte ${failure.offset}`);
    case "too-large":
      return rejection("pickle-too-large", `${failure.bytes} bytes, at most ${failure.limit}`);
  }
}
