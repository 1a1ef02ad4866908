import type { Digest, Hasher } from "./digest.ts";
import type { Files, Stat } from "./host.ts";

/** Something in a folder, by its path below it. A folder in it has a path that ends in a slash, and no bytes. */
export interface FolderMember {
  readonly path: string;
  readonly digest: Digest;
  readonly size: number;
}

interface Reading {
  readonly files: Pick<Files, "tree">;
  readonly hasher: Hasher;
  readonly stat: (path: string) => Stat | undefined;
  /** The digest of a file's bytes. */
  readonly digestOf: (path: string) => Digest;
}

/** All that is in a folder, sorted. A link counts as the file that it leads to; one to elsewhere is not followed. */
export function folderMembers(
  folder: string,
  { files, hasher, stat, digestOf }: Reading,
): readonly FolderMember[] {
  return files.tree(folder).map(({ path, kind }): FolderMember => {
    if (kind === "folder") return { path: `${path}/`, digest: hasher.text(""), size: 0 };
    const found = stat(`${folder}/${path}`);
    if (found?.kind !== "file") return { path, digest: hasher.text(`no file but a ${kind}`), size: 0 };
    return { path, digest: digestOf(`${folder}/${path}`), size: found.size };
  });
}

/** One digest for a folder: of the sorted list of what is in it, empty folders too. */
export function folderDigest(members: readonly FolderMember[], hasher: Hasher): Digest {
  return hasher.text(["folder", ...members.map(({ path, digest }) => `${digest} ${path}\0`)].join("\n"));
}
