import { createHash, randomUUID } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { identityOf, isProcessNumber, stateOf, thisProcess } from '../lock/processIdentity.ts';

/** `.final.mp4.part-HOST-PID-START-UUID`; no two outputs share one, whatever their names begin with. */
const ending = /^([0-9a-z]{8})-(\d{1,10})-([0-9a-f]{16}|0)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The path, beside `outputFile`, of a video that this process makes: the name says which process that is. */
export async function unfinishedFile(outputFile: string): Promise<string> {
  const { started } = await thisProcess();
  const mark = `${hostMark()}-${process.pid}-${startMark(started)}-${randomUUID()}`;
  return join(dirname(outputFile), `${beginning(outputFile)}${mark}`);
}

/**
 * Removes what exports to this very file left behind that died. What another output's export, or a living one, is
 * writing stays, and so does what another machine wrote: nobody here can say whether that one still does.
 */
export async function sweepUnfinished(outputFile: string): Promise<void> {
  const folder = dirname(outputFile);
  const start = beginning(outputFile);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(start) || !(await isOfDeadProcess(name.slice(start.length)))) continue;
    const file = join(folder, name);
    if ((await lstat(file).catch(() => undefined))?.isFile()) await rm(file, { force: true });
  }
}

function beginning(outputFile: string): string {
  return `.${basename(outputFile)}.part-`;
}

async function isOfDeadProcess(mark: string): Promise<boolean> {
  const [, host, number, start] = ending.exec(mark) ?? [];
  const pid = Number(number);
  if (host !== hostMark() || !isProcessNumber(pid)) return false;
  const now = await identityOf(pid);
  const state = await stateOf(now);
  if (state === 'ended') return true;
  // Another process has its number by now.
  return start !== '0' && now.started !== null && start !== startMark(now.started);
}

function hostMark(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function startMark(started: string | null): string {
  return started === null ? '0' : createHash('sha256').update(started).digest('hex').slice(0, 16);
}
