/** The opcodes that are looked at before the parser meets them, by their names in CPython's `pickletools`. */
export const Opcode = {
  FLOAT: 0x46,
  INT: 0x49,
  LONG: 0x4c,
  PERSID: 0x50,
  BINPERSID: 0x51,
  STRING: 0x53,
  UNICODE: 0x56,
  EMPTY_LIST: 0x5d,
  DICT: 0x64,
  GET: 0x67,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  PROTO: 0x80,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  LONG1: 0x8a,
  LONG4: 0x8b,
  MEMOIZE: 0x94,
  NEXT_BUFFER: 0x97,
} as const;

/** The opcodes that a list of plain numbers is made of. */
export const ItemOpcode = {
  MARK: 0x28,
  BINFLOAT: 0x47,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  APPEND: 0x61,
  APPENDS: 0x65,
  FRAME: 0x95,
} as const;
