import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

export type ProgramPlace = 'setting' | 'environment' | 'ffmpeg-static' | 'PATH';

/** Somewhere ffmpeg may be. */
export type Candidate = {
  source: ProgramPlace;
  /** Begins a sentence: "The ffmpeg setting". */
  where: string;
  /** True when the user named it: then nothing else is tried in its place. */
  named: boolean;
} & ({ path: string } | { problem: string });

/** All places where an ffmpeg stands, nearest first; of places that the user named, also what is wrong there. */
export async function* findProgram(
  setting: string | undefined,
  env: NodeJS.ProcessEnv,
): AsyncGenerator<Candidate> {
  if (setting) yield named('setting', 'The ffmpeg setting', await look(setting, env));
  const fromEnvironment = env['STORYFLOW_FFMPEG'];
  if (fromEnvironment)
    yield named('environment', 'The environment variable STORYFLOW_FFMPEG', await look(fromEnvironment, env));
  const bundled = await bundledPath();
  if (bundled !== undefined && (await programAt(bundled)) === undefined)
    yield {
      source: 'ffmpeg-static',
      where: 'The ffmpeg that came with StoryFlow',
      named: false,
      path: bundled,
    };
  const onPath = await searchPath('ffmpeg', env);
  if (onPath !== undefined)
    yield { source: 'PATH', where: 'The ffmpeg on the PATH', named: false, path: onPath };
}

function named(
  source: ProgramPlace,
  where: string,
  found: { path: string } | { problem: string },
): Candidate {
  return { source, where, named: true, ...found };
}

/** A path, or the bare name of a program on the PATH. */
async function look(name: string, env: NodeJS.ProcessEnv): Promise<{ path: string } | { problem: string }> {
  if (!/[\\/]/.test(name)) {
    const path = await searchPath(name, env);
    return path === undefined ? { problem: `names "${name}", which is not on the PATH` } : { path };
  }
  if (!isAbsolute(name)) return { problem: `must be an absolute path, not ${name}` };
  const problem = await programAt(name);
  return problem === undefined ? { path: name } : { problem };
}

/** What keeps the file from being run, as the end of a sentence; undefined when nothing does. */
async function programAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return `names a file that does not exist: ${path}`;
  if (found.isDirectory()) return `names a folder, not a program: ${path}`;
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return executable ? undefined : `names a file that may not be executed: ${path}`;
}

async function searchPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  const endings = windows && !/\.\w+$/.test(name) ? (env['PATHEXT'] ?? '.EXE').split(';') : [''];
  const path = env['PATH'] ?? env['Path'] ?? '';
  // Relative folders would let the current folder, perhaps a stranger's story, choose the program.
  for (const folder of path.split(delimiter).filter((entry) => isAbsolute(entry)))
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if ((await programAt(candidate)) === undefined) return candidate;
    }
  return undefined;
}

/** An optional dependency: not installed where its download was blocked. */
async function bundledPath(): Promise<string | undefined> {
  const packageName = 'ffmpeg-static';
  try {
    const { default: path } = (await import(packageName)) as { default: unknown };
    return typeof path === 'string' ? path : undefined;
  } catch {
    return undefined;
  }
}
