import assert from "node:assert/strict";
import { test } from "node:test";

import type { PickleFailure } from "../../src/pickle/index.ts";
import { readPickle } from "../../src/pickle/index.ts";

function failureOf(bytes: Uint8Array | string, largest?: number): PickleFailure {
  const given = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
  const result = readPickle(given, largest === undefined ? {} : { largest });
  assert(!result.ok, "read, but should have been refused");
  return result.failure;
}

test("says what is wrong with files that are no pickles", () => {
  assert.deepEqual(failureOf(""), { reason: "empty" });
  assert.deepEqual(failureOf("not a pickle at all"), { reason: "not-a-pickle" });
  assert.deepEqual(failureOf("<html>"), { reason: "not-a-pickle" });
  assert.deepEqual(failureOf("PK\x03\x04\x14\x00\n"), { reason: "not-a-pickle" });
  assert.deepEqual(failureOf("\x80\x05N.", 3), { reason: "too-large", bytes: 4, limit: 3 });
});

test("says where a stream breaks off, and what it does not support", () => {
  assert.deepEqual(failureOf("\x80\x05]"), { reason: "truncated", offset: 3 });
  assert.deepEqual(failureOf("\x80\x05X\xff\xff\xff\x7fabc"), { reason: "truncated", offset: 2 });
  assert.deepEqual(failureOf("\x80\x06N."), { reason: "unsupported", what: "protocol 6", offset: 0 });
  assert.deepEqual(failureOf("\x80\x05\x82\x01."), {
    reason: "unsupported",
    what: "an extension code",
    offset: 2,
  });
  assert.deepEqual(failureOf("\x80\x05\x97."), {
    reason: "unsupported",
    what: "a buffer outside the file",
    offset: 2,
  });
  assert.deepEqual(failureOf("\x80\x02(K\x01K\x02d."), {
    reason: "unsupported",
    what: "a dictionary made in one piece",
    offset: 7,
  });
  assert.deepEqual(failureOf("\x80\x05\xff"), {
    reason: "malformed",
    detail: "opcodes out of order",
    offset: 2,
  });
  assert.deepEqual(failureOf("\x80\x05."), {
    reason: "malformed",
    detail: "opcodes out of order",
    offset: 2,
  });
  assert.deepEqual(failureOf("\x80\x05h\x07."), {
    reason: "malformed",
    detail: "a memo that was never made",
    offset: 2,
  });
});

test("names the class it refuses, however the stream asks for it", () => {
  const refused = { reason: "forbidden-class", name: "posix.system" };
  assert.deepEqual(failureOf("cposix\nsystem\n(S'id'\ntR."), refused);
  assert.deepEqual(failureOf("(S'id'\niposix\nsystem\n."), refused);
  assert.deepEqual(failureOf("\x80\x05\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R."), refused);
  assert.deepEqual(failureOf("\x80\x02cbuiltins\neval\nX\x01\x00\x00\x001\x85R."), {
    reason: "forbidden-class",
    name: "builtins.eval",
  });
  assert.deepEqual(failureOf("\x80\x02cnumpy\nmatrix\n."), {
    reason: "forbidden-class",
    name: "numpy.matrix",
  });
  assert.deepEqual(failureOf("\x80\x02cnumpy\nndarray.__class__\n."), {
    reason: "forbidden-class",
    name: "numpy.ndarray.__class__",
  });
});

/** `numpy.dtype("f8")` with its state, and after it what the test adds. */
const F8 =
  "cnumpy\ndtype\nX\x02\x00\x00\x00f8\x89\x88\x87R(K\x03X\x01\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb";
const FROM_BUFFER = "cnumpy._core.numeric\n_frombuffer\n";

test("arrays whose parts contradict one another are refused, and nothing is allocated for them", () => {
  const array = (shape: string): string =>
    `\x80\x05${FROM_BUFFER}(C\x08\x00\x00\x00\x00\x00\x00\xf0?${F8}${shape}X\x01\x00\x00\x00CtR.`;
  assert(readPickle(Buffer.from(array("K\x01\x85"), "latin1")).ok, "the example itself is sound");
  for (const shape of [
    "K\x02\x85",
    "K\x00\x85",
    "J\xff\xff\xff\xff\x85",
    "G\x3f\xf8\x00\x00\x00\x00\x00\x00\x85",
    "N",
    "\x8a\x07\xff\xff\xff\xff\xff\xff\x00\x85",
  ])
    assert.equal(failureOf(array(shape)).reason, "malformed", JSON.stringify(shape));
});

test("a stream cannot write into the caller's buffer", () => {
  const byItem = Buffer.from("\x80\x05C\x02ab](K\x07K\x07eK\x00s.", "latin1");
  const byState = Buffer.from("\x80\x05C\x02ab}X\x01\x00\x00\x000K\x07sb.", "latin1");
  for (const stream of [byItem, byState]) {
    const before = Buffer.from(stream);
    assert.equal(failureOf(stream).reason, "malformed");
    assert.deepEqual(stream, before);
  }
});

test("a stream cannot change the functions of the allow-list", () => {
  assert.equal(failureOf("\x80\x02cnumpy\ndtype\n}X\x04\x00\x00\x00nameK\x01sb.").reason, "malformed");
  assert.equal(failureOf("\x80\x02cnumpy\nndarray\n)\x81.").reason, "malformed");
});

test("a small stream that converts the same long text again and again is stopped", () => {
  const text = "a".repeat(1000);
  const again = "h\x01h\x00X\x06\x00\x00\x00latin1\x86R0";
  const head = "\x80\x02X\xe8\x03\x00\x00" + text + "q\x000c_codecs\nencode\nq\x010";
  assert(readPickle(Buffer.from(`${head}${again}N.`, "latin1")).ok);
  assert.deepEqual(failureOf(`${head}${again.repeat(100)}N.`).reason, "malformed");
});
