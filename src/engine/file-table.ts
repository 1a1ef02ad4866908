import type { View } from "./artifact.ts";
import { ABSENT, type Digest, type Hasher } from "./digest.ts";
import { FileError, type Files, type Stat } from "./host.ts";
import type { Journal } from "./journal.ts";
import { type FolderMember, folderDigest, folderMembers } from "./folder-digest.ts";
import { RecordedFile } from "./journal-body.ts";

/** A margin for files on another device, whose clock cannot be read: 10 s. */
const FOREIGN_MARGIN_NS = 10_000_000_000n;
/** From this size on, reading the clock is less work than hashing once more. */
const CLOCK_BYTES = 64 * 1024;

/** What is known of files in one build: each path is looked at once, each content hashed once. */
export interface FileTable {
  readonly stat: (path: string) => Stat | undefined;
  /** The digest of a file that was seen ahead to be as recorded: one look-up says all of most files. */
  readonly seenDigest: (path: string) => Digest | undefined;
  /** The digest of the bytes, or of all that is in a folder; {@link ABSENT} where there is nothing. Throws a `FileError` where it cannot be read. */
  readonly digest: (path: string) => Digest;
  /** The digest if no file has to be read for it. */
  readonly knownDigest: (path: string) => Digest | undefined;
  /** The digest of a view, if the journal has it for the file's present content. */
  readonly viewDigest: (path: string, view: View) => Digest | undefined;
  readonly rememberView: (content: Digest, view: View, digest: Digest) => void;
  /** Takes a digest that somebody else computed, if the file still looks as it did then. */
  readonly adopt: (path: string, digest: Digest, tuple: string) => boolean;
  /** Takes the digest of a file that was just moved to its place. */
  readonly place: (path: string, digest: Digest) => void;
  /**
   * Whether a file that looks as before still has the bytes of a digest that was known then. A look tells for what
   * was hashed when it was old enough; what was young is hashed once more.
   */
  readonly confirm: (path: string, digest: Digest | undefined) => boolean;
  /** What is in a folder now. */
  readonly members: (folder: string) => readonly FolderMember[];
  /** Looks again at the next question. */
  readonly forget: (path: string) => void;
  /** The same for all that is in a folder. */
  readonly forgetBelow: (folder: string) => void;
  /** Hashes again what was too young to be trusted, now that the clock has moved. */
  readonly settle: () => void;
}

export function createFileTable(files: Files, journal: Journal, hasher: Hasher): FileTable {
  const stats = new Map<string, Stat | undefined>();
  const young = new Set<string>();
  let clock = files.clock();

  const statAhead = journal.takeAhead();
  /** Paths that were forgotten: what was seen of them ahead is too old. */
  const again = new Set<string>();
  /** The same for folders, as prefixes of paths. */
  const below = new Set<string>();
  const isBelow = (path: string): boolean => Array.from(below).some((folder) => path.startsWith(folder));
  const look = (path: string): Stat | undefined => {
    const found = files.stat(path);
    stats.set(path, found);
    return found;
  };
  const stat = (path: string): Stat | undefined => {
    const known = stats.get(path);
    if (known !== undefined || stats.has(path)) return known;
    // Not kept: what was seen ahead is as quickly found again as in a table of hundreds of thousands.
    const isTooOld = again.has(path) || (below.size > 0 && isBelow(path));
    return (isTooOld ? undefined : statAhead(path)) ?? look(path);
  };
  const knownDigest = (path: string): Digest | undefined => {
    const found = stat(path);
    if (found === undefined) return ABSENT;
    if (found instanceof RecordedFile) return found.digest;
    const record = journal.get("file", path);
    if (record === undefined || !(record.settled || young.has(path))) return undefined;
    return record.tuple === found.tuple ? record.digest : undefined;
  };
  const remember = (path: string, found: Stat, digest: Digest): void => {
    const settled = isOlder(found, clock);
    if (settled) young.delete(path);
    else young.add(path);
    journal.put("file", path, { tuple: found.tuple, digest, settled });
  };
  const hashNow = (path: string): Digest => {
    const before = stat(path);
    if (before === undefined) return ABSENT;
    const digest = files.hash(path);
    const after = look(path);
    // A file that is written while it is read has no digest worth keeping; the commit check sees it move.
    if (after?.tuple === before.tuple) remember(path, after, digest);
    return digest;
  };
  const members = (folder: string): readonly FolderMember[] =>
    folderMembers(folder, { files, hasher, stat, digestOf: digest });
  const digest = (path: string): Digest => {
    const known = knownDigest(path);
    if (known !== undefined) return known;
    return stat(path)?.kind === "folder" ? folderDigest(members(path), hasher) : hashNow(path);
  };
  /** What has gone or cannot be read is not known, and looked at by the next build. */
  const hashIfThere = (path: string): void => {
    try {
      hashNow(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  };
  return {
    stat,
    seenDigest: (path) => (stats.has(path) || again.has(path) ? undefined : statAhead(path)?.digest),
    knownDigest,
    digest,
    members,
    viewDigest: (path, view) => {
      const content = digest(path);
      if (view === "bytes" || content === ABSENT) return content;
      return journal.get("view", `${content} ${view}`);
    },
    rememberView: (content, view, shown) => {
      if (view !== "bytes" && journal.get("view", `${content} ${view}`) !== shown) {
        journal.put("view", `${content} ${view}`, shown);
      }
    },
    adopt: (path, taken, tuple) => {
      const found = look(path);
      if (found?.tuple !== tuple) return false;
      remember(path, found, taken);
      return true;
    },
    place: (path, moved) => {
      const found = look(path);
      if (found?.kind === "file") remember(path, found, moved);
    },
    confirm: (path, before) => {
      const was = before ?? knownDigest(path);
      if (was === undefined) return true;
      if (!young.has(path)) return knownDigest(path) === was;
      // With a clock that has moved meanwhile a large file need not be hashed again after this.
      if ((stat(path)?.size ?? 0) > CLOCK_BYTES) clock = files.clock();
      return hashNow(path) === was;
    },
    forget: (path) => {
      stats.delete(path);
      again.add(path);
    },
    forgetBelow: (folder) => {
      below.add(`${folder}/`);
      for (const path of stats.keys()) if (path.startsWith(`${folder}/`)) stats.delete(path);
    },
    settle: () => {
      if (young.size === 0) return;
      clock = files.clock();
      for (const path of Array.from(young)) {
        const found = stat(path);
        if (found && found.tuple === journal.get("file", path)?.tuple && isOlder(found, clock))
          hashIfThere(path);
      }
    },
  };
}

/** Whether a file or folder was older than the moment of the clock, by the clock of its own file system. */
export function isOlder(
  found: Stat,
  clock: { readonly ns: bigint; readonly device: bigint } | undefined,
): boolean {
  if (clock === undefined) return false;
  if (found.device === clock.device) return found.changedNs < clock.ns;
  return found.changedNs < clock.ns - FOREIGN_MARGIN_NS;
}
