import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a request is answered; `attempt` counts requests for the same path from 1. */
export type Answer = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

export interface TestServer {
  url: string;
  /** Range headers of the requests, undefined where there was none. */
  ranges: (string | undefined)[];
  /** Breaks the connections that are open; new ones are answered. */
  drop(): void;
  close(): Promise<void>;
}

/** A web server on this machine that answers as each path's function says, 404 for others. */
export async function startServer(answers: Record<string, Answer>): Promise<TestServer> {
  const attempts = new Map<string, number>();
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const attempt = (attempts.get(path) ?? 0) + 1;
    attempts.set(path, attempt);
    ranges.push(request.headers.range);
    const answer = answers[path];
    if (answer) answer(request, response, attempt);
    else response.writeHead(404).end('not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ranges,
    drop: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves bytes as a good server does, ranges included. */
export function serve(bytes: Buffer): Answer {
  return (request, response) => {
    response.end(bytes.subarray(answerRange(bytes, request, response)));
  };
}

/** As {@link serve}, but while `stalls` says so it falls silent half way. */
export function serveHalf(bytes: Buffer, stalls: () => boolean, sent?: () => void): Answer {
  return (request, response) => {
    const from = answerRange(bytes, request, response);
    if (stalls()) response.write(bytes.subarray(from, Math.floor(bytes.length / 2)), sent);
    else response.end(bytes.subarray(from));
  };
}

/** Writes the head of the answer. @returns the offset that was asked for. */
function answerRange(bytes: Buffer, request: IncomingMessage, response: ServerResponse): number {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': bytes.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  return from;
}

/**
 * Sends `length` bytes of a good answer, then breaks the connection: once the client has `stored` them, for what it
 * has not read by then is lost to it.
 */
export function cutAfter(bytes: Buffer, length: number, stored: () => number): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const to = Math.min(from + length, bytes.length);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': bytes.length - from,
      connection: 'close',
      ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    response.write(bytes.subarray(from, to));
    const timer = setInterval(() => {
      if (stored() < to && !response.closed) return;
      clearInterval(timer);
      if (to === bytes.length) response.end();
      else response.destroy();
    }, 2);
  };
}
