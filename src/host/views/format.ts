import type { View } from "../../engine/artifact.ts";
import type { Digest, Hasher } from "../../engine/digest.ts";

/** Digests by view. */
export type ViewDigests = Readonly<Partial<Record<View, Digest>>>;

/** Digests of some views of one format. Throws whatever tells that the file is not of the format. */
export type Format = (
  path: string,
  views: readonly View[],
  hasher: Hasher,
) => ViewDigests | Promise<ViewDigests>;
