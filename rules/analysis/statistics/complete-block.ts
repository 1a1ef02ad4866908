/** One evaluated configuration, as a method of the compared factor with everything else as its partner. */
export interface Cell {
  readonly method: string;
  readonly partner: string;
}

/** Methods that were all run with all of these partners, both in the order in which they were given. */
export interface Block {
  readonly methods: readonly string[];
  readonly partners: readonly string[];
}

/** More methods than this would be more subsets than a build can try. */
const mostMethods = 20;

/**
 * The complete block: the methods and partners that give the most configurations without a gap, so that means over
 * it compare like with like. Ties go to the block that holds the reference, then to more methods, then to the
 * methods given first. Methods run with few partners stay outside instead of shrinking everybody's block.
 *
 * @param cells any order, repeated cells count once
 * @param methods the compared methods in registry order; those without a cell are passed over
 * @param reference the method that others are compared with
 * @returns the block; with a single method all of its partners; empty lists where there are no cells
 * @throws RangeError for more than 20 methods with a cell
 */
export function completeBlock(cells: readonly Cell[], methods: readonly string[], reference?: string): Block {
  const present = methods.filter((method) => cells.some((cell) => cell.method === method));
  if (present.length > mostMethods) {
    throw new RangeError(`${present.length} methods to compare; at most ${mostMethods} can be`);
  }
  const partners = [...new Set(cells.map((cell) => cell.partner))];
  const ranWith = partners.map((partner) => membersOf(cells, present, partner));
  let best: Candidate = { members: 0, cells: 0, reference: 0, methods: 0 };
  for (let members = 1; members < 2 ** present.length; members += 1) {
    const size = bitCount(members);
    if (size < Math.min(2, present.length)) continue;
    const shared = ranWith.filter((mask) => (mask & members) === members).length;
    const holds = present.some((method, i) => method === reference && (members >> i) & 1) ? 1 : 0;
    const candidate = { members, cells: size * shared, reference: holds, methods: size };
    if (shared > 0 && isBetter(candidate, best)) best = candidate;
  }
  return best.cells === 0 ? widestColumn(cells, present) : blockOf(best.members, present, partners, ranWith);
}

interface Candidate {
  /** Bit i stands for method i. */
  readonly members: number;
  readonly cells: number;
  readonly reference: number;
  readonly methods: number;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const [difference] = [a.cells - b.cells, a.reference - b.reference, a.methods - b.methods].filter(Boolean);
  return (difference ?? 0) > 0;
}

function membersOf(cells: readonly Cell[], methods: readonly string[], partner: string): number {
  const run = new Set(cells.filter((cell) => cell.partner === partner).map((cell) => cell.method));
  return methods.reduce((mask, method, i) => (run.has(method) ? mask | (1 << i) : mask), 0);
}

function blockOf(
  members: number,
  methods: readonly string[],
  partners: readonly string[],
  ranWith: readonly number[],
): Block {
  return {
    methods: methods.filter((_, i) => (members >> i) & 1),
    partners: partners.filter((_, i) => ((ranWith[i] ?? 0) & members) === members),
  };
}

/** No two methods share a partner: the block is one method with all of its own. */
function widestColumn(cells: readonly Cell[], methods: readonly string[]): Block {
  const own = methods.map((method) => ({
    methods: [method],
    partners: [...new Set(cells.filter((cell) => cell.method === method).map((cell) => cell.partner))],
  }));
  const empty: Block = { methods: [], partners: [] };
  return own.reduce((best, block) => (block.partners.length > best.partners.length ? block : best), empty);
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
