import { Option, type Command } from 'commander';
import { isAbsolute, resolve, sep } from 'node:path';
import type { OutputWish } from '../output/outputPlace.ts';
import type { CommandRun } from './command.ts';

/** As commander hands them over. */
export interface OutputOptions {
  output?: string;
  overwrite?: boolean;
  workspace?: string;
}

/** `--output`, `--overwrite` and, for editors, `--workspace`: what a person says of the video's place. */
export function addOutputOptions(command: Command): Command {
  const workspace = 'folder that was opened: files in it may place the video anywhere in it';
  return command
    .option('-o, --output <file>', 'where the video goes (otherwise output/NAME/final.mp4)')
    .option('--overwrite', 'replace what stands there, though this story did not make it')
    .addOption(new Option('--workspace <folder>', workspace).hideHelp());
}

export function outputWish(
  { host }: CommandRun,
  { output, overwrite, workspace }: OutputOptions,
): OutputWish {
  return {
    outputFile: output === undefined ? undefined : absoluteAsTyped(host.cwd, output),
    overwrite,
    workspace: workspace === undefined ? undefined : resolve(host.cwd, workspace),
  };
}

/** What was typed is not tidied up: a slash at its end says that a folder is meant. */
function absoluteAsTyped(cwd: string, path: string): string {
  if (isAbsolute(path)) return path;
  // Windows has paths such as `C:name`, which start from that disk's folder.
  return /^[a-z]:/i.test(path) && sep === '\\' ? resolve(cwd, path) : `${cwd}${sep}${path}`;
}
