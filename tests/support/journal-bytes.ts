/** Where each record of a journal ends, first the header: the places at which a kill may leave it. */
export function recordEnds(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [bytes.indexOf(0x0a) + 1];
  for (let at = ends[0] ?? 0; at + 9 <= bytes.length;) {
    at += 9 + view.getUint32(at + 1, true) + view.getUint32(at + 5, true) + 8;
    ends.push(at);
  }
  return ends;
}
