/** What of WebAssembly is used here; Node's own types lack it. */
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
};

export interface WasmMemory {
  /** Another one after each `grow`. */
  readonly buffer: ArrayBuffer;
  /** By pages of 64 KiB. */
  grow(pages: number): number;
}

/**
 * Products of a query and of rows that lie one after the other. All are byte offsets in a memory: of the query, int16
 * [width]; of the first row and behind the last, int8 [width] each; and of the results, int32 a row. `width` is a multiple
 * of 16.
 */
export type DotProducts = (query: number, rows: number, end: number, width: number, results: number) => void;

/** 4 GiB, of which no more is taken than is asked for. */
const MOST_PAGES = 65_536;
export const PAGE_BYTES = 65_536;

/** `0` to `4` are the arguments; `at` counts the columns of a row, `sum` adds up four of them side by side. */
const [ZERO, AT, SUM] = [6, 5, 7];
const [GET, SET, TEE, CONST, ADD, SHIFT, SMALLER] = [0x20, 0x21, 0x22, 0x41, 0x6a, 0x74, 0x49];
const [LOOP, END, AGAIN_IF, STORE] = [0x03, 0x0b, 0x0d, 0x36];
const VECTOR = 0xfd;
const PLACE_IN_ROW = [GET, 1, GET, AT, ADD];
const PLACE_IN_QUERY = [GET, 0, GET, AT, CONST, 1, SHIFT, ADD];
/** v128.load8x8_s, v128.load, i32x4.dot_i16x8_s and i32x4.add: eight columns from `from` on. */
const eightColumns = (from: number) => [
  ...[...PLACE_IN_ROW, VECTOR, 0x01, 3, from],
  ...[...PLACE_IN_QUERY, VECTOR, 0x00, 4, 2 * from],
  ...[VECTOR, 0xba, 1, VECTOR, 0xae, 1],
];
const lane = (at: number) => [GET, SUM, VECTOR, 0x1b, at];
const FUNCTION = [
  // Of locals one i32 and two v128.
  ...[2, 1, 0x7f, 2, 0x7b],
  ...[LOOP, 0x40, GET, ZERO, SET, SUM, CONST, 0, SET, AT],
  ...[LOOP, 0x40, GET, SUM, ...eightColumns(0), ...eightColumns(8), SET, SUM],
  ...[GET, AT, CONST, 16, ADD, TEE, AT, GET, 3, SMALLER, AGAIN_IF, 0, END],
  ...[GET, 4, ...lane(0), ...lane(1), ADD, ...lane(2), ...lane(3), ADD, ADD, STORE, 2, 0],
  ...[GET, 4, CONST, 4, ADD, SET, 4],
  ...[GET, 1, GET, 3, ADD, TEE, 1, GET, 2, SMALLER, AGAIN_IF, 0, END, END],
];
const text = (letters: string) => [letters.length, ...Buffer.from(letters)];
/** The type of the function, the memory that it is given, and the function under its name, as `dots`. */
const MODULE = Uint8Array.of(
  ...[0, ...Buffer.from('asm'), 1, 0, 0, 0],
  ...[1, 9, 1, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0],
  ...[2, 8, 1, ...text('m'), ...text('m'), 2, 0, 1],
  ...[3, 2, 1, 0],
  ...[7, 8, 1, ...text('dots'), 0, 0],
  ...[10, ...leb(FUNCTION.length + 3), 1, ...leb(FUNCTION.length), ...FUNCTION],
);
let compiled: object | null = null;

/** A memory, and what multiplies what lies in it. */
export function dotProducts(pages: number): { memory: WasmMemory; dots: DotProducts } {
  compiled ??= new WebAssembly.Module(MODULE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES });
  const { dots } = new WebAssembly.Instance(compiled, { m: { m: memory } }).exports as { dots: DotProducts };
  return { memory, dots };
}

/** A length below 16,384, seven bits a byte. */
function leb(length: number): number[] {
  return [(length & 0x7f) | 0x80, length >>> 7];
}
