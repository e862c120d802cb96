import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchFile } from '../../../src/engine/models/fetchFile.ts';
import type { ManifestFile } from '../../../src/engine/models/manifest.ts';
import { openSource } from '../../../src/engine/models/source.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import {
  cutAfter,
  serve,
  startServer,
  type Answer,
  type TestServer,
} from '../../support/unreliableServer.ts';

const content = randomBytes(100_000);
const file: ManifestFile = {
  path: 'onnx/model.onnx',
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

describe('fetchFile', () => {
  let server: TestServer | undefined;
  const fresh = temporaryFolder();
  let folder: string;
  let target: string;
  /** Bytes that the client has. */
  let stored: () => number;
  beforeEach(() => {
    folder = fresh();
    target = join(folder, 'model', 'model.onnx');
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function fetchFrom(
    answer: Answer,
    options: { signal?: AbortSignal; patience?: number; more?: Record<string, Answer> } = {},
  ) {
    server = await startServer({ '/onnx/model.onnx': answer, ...options.more });
    const bytes: number[] = [];
    stored = () => bytes.at(-1) ?? 0;
    await fetchFile({
      source: openSource(server.url),
      file,
      target,
      signal: options.signal ?? new AbortController().signal,
      onBytes: (count) => bytes.push(count),
      attempts: 3,
      patience: options.patience ?? 2000,
      delay: 1,
    });
    return bytes;
  }
  const arrived = async () => assert.deepEqual(await readFile(target), content);
  const nothingThere = () => assert.equal(existsSync(target), false);

  it('fetches, reports its progress and puts the file in place', async () => {
    const bytes = await fetchFrom(serve(content));
    await arrived();
    assert.equal(bytes.at(-1), content.length);
    assert.deepEqual(
      [...bytes].sort((a, b) => a - b),
      bytes,
    );
    assert.equal(existsSync(`${target}.part`), false);
  });
  it('continues where a broken connection stopped', async () => {
    await fetchFrom((request, response, attempt) =>
      (attempt === 1 ? cutAfter(content, 30_000, () => stored()) : serve(content))(
        request,
        response,
        attempt,
      ),
    );
    await arrived();
    assert.match(server!.ranges[1] ?? '', /^bytes=[1-9]\d*-$/);
  });
  it('goes on through many short connections as long as each brings something', async () => {
    await fetchFrom(cutAfter(content, 15_000, () => stored()));
    await arrived();
  });
  it('continues what an earlier run left', async () => {
    await mkdir(join(folder, 'model'));
    await writeFile(`${target}.part`, content.subarray(0, 60_000));
    await fetchFrom(serve(content));
    await arrived();
    assert.deepEqual(server!.ranges, ['bytes=60000-']);
  });
  it('starts anew when the server refuses ranges', async () => {
    await mkdir(join(folder, 'model'));
    await writeFile(`${target}.part`, content.subarray(0, 60_000));
    await fetchFrom((_, response) => response.writeHead(200).end(content));
    await arrived();
  });
  it('starts anew when what was left is of another file', async () => {
    await mkdir(join(folder, 'model'));
    await writeFile(`${target}.part`, randomBytes(60_000));
    await fetchFrom(serve(content));
    await arrived();
    assert.deepEqual(server!.ranges, ['bytes=60000-', undefined]);
  });
  it('follows redirects', async () => {
    await fetchFrom((_, response) => response.writeHead(302, { location: '/elsewhere' }).end(), {
      more: { '/elsewhere': serve(content) },
    });
    await arrived();
  });
  it('asks again when the server stalls', async () => {
    const stall: Answer = (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000));
    };
    await fetchFrom(
      (request, response, attempt) => (attempt === 1 ? stall : serve(content))(request, response, attempt),
      { patience: 60 },
    );
    await arrived();
  });
  it('gives up on a server that only stalls, and keeps what came', async () => {
    await assert.rejects(
      fetchFrom(
        (_, response) => void response.writeHead(200, { 'content-length': content.length }).flushHeaders(),
        { patience: 30 },
      ),
      /could not be fetched: the source stopped sending.*What has arrived is kept: try again, or name a mirror/,
    );
    nothingThere();
  });
  it('tries again after 500, and gives up with the status', async () => {
    await fetchFrom((request, response, attempt) =>
      attempt < 3 ? response.writeHead(500).end() : serve(content)(request, response, attempt),
    );
    await arrived();
    await server!.close();
    target += '2';
    await assert.rejects(
      fetchFrom((_, response) => response.writeHead(503).end()),
      /the server answered 503/,
    );
    nothingThere();
  });
  it('says at once that a file does not exist', async () => {
    await assert.rejects(
      fetchFrom((_, response) => response.writeHead(404).end()),
      /model\.onnx does not exist/,
    );
    assert.equal(server!.ranges.length, 1);
  });
  it('refuses a file of another announced length at once', async () => {
    await assert.rejects(
      fetchFrom(serve(content.subarray(0, 99_000))),
      /announces 99000 bytes instead of 100000/,
    );
    nothingThere();
  });
  it('refuses a file that is longer than it may be, unannounced', async () => {
    await assert.rejects(
      fetchFrom((_, response) => {
        response.writeHead(200);
        response.end(Buffer.concat([content, content]));
      }),
      /longer than 100000 bytes/,
    );
    nothingThere();
    assert.equal(existsSync(`${target}.part`), false);
  });
  it('gives up on a file that always ends early without saying so', async () => {
    await assert.rejects(
      fetchFrom((_, response) => {
        response.writeHead(200);
        response.end(content.subarray(0, 5000));
      }),
      /ended early/,
    );
    nothingThere();
  });
  it('refuses another file of the same length', async () => {
    await assert.rejects(fetchFrom(serve(randomBytes(content.length))), /SHA-256 differs/);
    nothingThere();
    assert.equal(existsSync(`${target}.part`), false);
  });
  it('refuses a range that was not asked for', async () => {
    await mkdir(join(folder, 'model'));
    await writeFile(`${target}.part`, content.subarray(0, 60_000));
    await assert.rejects(
      fetchFrom((_, response) => response.writeHead(206, { 'content-range': 'bytes 5-9/10' }).end('12345')),
      /another part than asked/,
    );
  });
  it('stops at once when cancelled, and keeps what came for the next time', async () => {
    const abort = new AbortController();
    const slow: Answer = (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 40_000));
      setTimeout(() => abort.abort(), 50);
    };
    await assert.rejects(fetchFrom(slow, { signal: abort.signal }), { code: 'CANCELLED' });
    nothingThere();
    assert.ok((await readFile(`${target}.part`)).length > 0);
  });

  describe('from a folder', () => {
    const fromFolder = (place = folder) =>
      fetchFile({
        source: openSource(place),
        file,
        target,
        signal: new AbortController().signal,
        attempts: 1,
      });
    const put = async (bytes: Buffer) => {
      await mkdir(join(folder, 'onnx'));
      await writeFile(join(folder, 'onnx', 'model.onnx'), bytes);
    };
    it('copies and verifies', async () => {
      await put(content);
      await fromFolder();
      await arrived();
    });
    it('takes a file: URL', async () => {
      await put(content);
      await fromFolder(pathToFileURL(folder).href);
      await arrived();
    });
    it('refuses a truncated file, saying so', async () => {
      await put(content.subarray(1));
      await assert.rejects(fromFolder(), /99999 bytes instead of 100000, so it is cut short/);
    });
    it('refuses a foreign file of the same size', async () => {
      await put(randomBytes(content.length));
      await assert.rejects(fromFolder(), /SHA-256 differs/);
      nothingThere();
    });
    it('says which file is missing', async () => {
      await assert.rejects(fromFolder(), /model\.onnx does not exist/);
    });
  });
});
