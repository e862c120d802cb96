/**
 * Writes ONNX models: just enough of protocol buffers and of onnx.proto (field numbers from the ONNX specification)
 * for tests to build small ones.
 */
export const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

export interface Port {
  name: string;
  type: ElementType;
  /** A name stands for a length that varies. */
  shape: (number | string)[];
}

export interface Node {
  op: string;
  inputs: string[];
  outputs: string[];
  /** Whole-number attributes. */
  attributes?: Record<string, number | number[]>;
}

export interface Constant {
  name: string;
  type: ElementType;
  shape: number[];
  values: readonly number[];
}

export interface Graph {
  inputs: Port[];
  outputs: Port[];
  constants: Constant[];
  nodes: Node[];
}

export function encodeModel(graph: Graph): Buffer {
  const body = message([
    ...graph.nodes.map((node) => bytesField(1, encodeNode(node))),
    textField(2, 'test'),
    ...graph.constants.map((constant) => bytesField(5, encodeConstant(constant))),
    ...graph.inputs.map((port) => bytesField(11, encodePort(port))),
    ...graph.outputs.map((port) => bytesField(12, encodePort(port))),
  ]);
  const opset = message([textField(1, ''), numberField(2, 17)]);
  return message([numberField(1, 8), bytesField(7, body), bytesField(8, opset)]);
}

function encodeNode({ op, inputs, outputs, attributes = {} }: Node): Buffer {
  return message([
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, encodeAttribute(name, value))),
  ]);
}

function encodeAttribute(name: string, value: number | number[]): Buffer {
  const values = Array.isArray(value) ? value.map((one) => numberField(8, one)) : [numberField(3, value)];
  return message([textField(1, name), ...values, numberField(20, Array.isArray(value) ? 7 : 2)]);
}

function encodeConstant({ name, type, shape, values }: Constant): Buffer {
  const raw = {
    float32: () => Float32Array.from(values),
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(values, BigInt),
  }[type]();
  return message([
    ...shape.map((size) => numberField(1, size)),
    numberField(2, elementTypes[type]),
    textField(8, name),
    bytesField(9, Buffer.from(raw.buffer)),
  ]);
}

function encodePort({ name, type, shape }: Port): Buffer {
  const dimensions = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)),
  );
  const tensor = message([numberField(1, elementTypes[type]), bytesField(2, message(dimensions))]);
  return message([textField(1, name), bytesField(2, bytesField(1, tensor))]);
}

function message(fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function numberField(field: number, value: number): Buffer {
  return Buffer.concat([varint(BigInt(field) << 3n), varint(BigInt(value))]);
}

function textField(field: number, text: string): Buffer {
  return bytesField(field, Buffer.from(text));
}

function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint((BigInt(field) << 3n) | 2n), varint(BigInt(bytes.length)), bytes]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
