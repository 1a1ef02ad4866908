/** Where each frame of a journal ends, first the header: the places at which a kill may leave it. */
export function frameEnds(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [bytes.indexOf(0x0a) + 1];
  for (let at = ends[0] ?? 0; at + 4 <= bytes.length;) {
    at += 4 + view.getUint32(at, true) + 8;
    ends.push(at);
  }
  return ends;
}
