import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { RawSound, SessionFacts } from './protocol.ts';

export interface KokoroSession {
  facts: SessionFacts;
  run(tokens: readonly number[], style: Float32Array, speed: number): Promise<Omit<RawSound, 'peakMemory'>>;
  close(): Promise<void>;
}

type Metadata = InferenceSession.TensorValueMetadata;

interface Ports {
  tokens: Metadata;
  style: Metadata;
  speed: Metadata;
  waveform: Metadata;
  durations: Metadata | undefined;
}

const padding = 0;

/**
 * Opens a Kokoro export. The known ones differ in names and types (`input_ids`/`tokens`, `waveform`/`audio`, float or
 * whole speed, with or without `durations`), so all are read from the file.
 *
 * @param threads for the operators of one run; runs are made one at a time.
 * @throws Error when the file is no ONNX model or no Kokoro.
 */
export async function openSession(modelFile: string, threads: number): Promise<KokoroSession> {
  const session = await InferenceSession.create(modelFile, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Each length of text would leave its own memory plan behind.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  const ports = findPorts(session);
  return {
    facts: { hasDurations: ports.durations !== undefined, exactSpeed: !isWhole(ports.speed) },
    run: (tokens, style, speed) => run(session, ports, tokens, style, speed),
    close: () => session.release(),
  };
}

async function run(
  session: InferenceSession,
  ports: Ports,
  tokens: readonly number[],
  style: Float32Array,
  speed: number,
): Promise<Omit<RawSound, 'peakMemory'>> {
  const padded = [padding, ...tokens, padding];
  const usedSpeed = isWhole(ports.speed) ? Math.max(1, Math.round(speed)) : speed;
  const outputs = await session.run({
    [ports.tokens.name]: tensor(ports.tokens, padded, [1, padded.length]),
    [ports.style.name]: tensor(ports.style, style, [1, style.length]),
    [ports.speed.name]: tensor(ports.speed, [usedSpeed], ports.speed.shape.length === 0 ? [] : [1]),
  });
  const samples = floats(outputs[ports.waveform.name]!);
  const durations = ports.durations && floats(outputs[ports.durations.name]!);
  for (const output of Object.values(outputs)) output.dispose();
  return {
    samples,
    durations: durations?.length === padded.length ? durations : undefined,
    speed: usedSpeed,
  };
}

function findPorts(session: InferenceSession): Ports {
  const inputs = session.inputMetadata.filter((port) => port.isTensor);
  const outputs = session.outputMetadata.filter((port) => port.isTensor);
  const tokens =
    inputs.find((port) => /^(?:input_ids|tokens)$/.test(port.name)) ??
    inputs.find((port) => port.type === 'int64');
  const style =
    inputs.find((port) => port.name === 'style') ?? inputs.find((port) => port.shape.at(-1) === 256);
  const speed =
    inputs.find((port) => port.name === 'speed') ?? inputs.find((port) => port !== tokens && port !== style);
  const waveform =
    outputs.find((port) => /wave|audio/.test(port.name)) ?? outputs.find((port) => port.type === 'float32');
  if (!tokens || !style || !speed || !waveform || inputs.length !== 3)
    throw new Error(
      `this is not a Kokoro model: its inputs are ${session.inputNames.join(', ')} and its outputs ${session.outputNames.join(', ')}`,
    );
  return {
    tokens,
    style,
    speed,
    waveform,
    durations: outputs.find((port) => /^(?:pred_)?dur/.test(port.name)),
  };
}

function isWhole(port: Metadata): boolean {
  return /^u?int/.test(port.type);
}

function tensor(port: Metadata, values: readonly number[] | Float32Array, shape: number[]): Tensor {
  switch (port.type) {
    case 'int64':
      return new Tensor(
        'int64',
        BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
        shape,
      );
    case 'int32':
      return new Tensor('int32', Int32Array.from(values, Math.round), shape);
    case 'float32':
      return new Tensor('float32', Float32Array.from(values), shape);
    case 'float64':
      return new Tensor('float64', Float64Array.from(values), shape);
    default:
      throw new Error(
        `this Kokoro model wants ${port.type} for its input ${port.name}, which is not supported`,
      );
  }
}

/** A copy: the tensor's own memory belongs to the runtime. */
function floats(tensorValue: Tensor): Float32Array {
  const { data } = tensorValue;
  if (typeof data === 'string' || !('length' in data))
    throw new Error('the model answered with something else than numbers');
  if (data instanceof Float32Array) return data.slice();
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}
