import { Command, CommanderError } from 'commander';
import { exitCodes } from '../failure.ts';
import { PROTOCOL_VERSION } from '../protocol.ts';
import { version } from '../version.ts';
import { addAssets } from './assets.ts';
import { addCheck } from './check.ts';
import type { Execute, Host } from './command.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { failureOf } from './failureOf.ts';
import { addInit } from './init.ts';
import { addNarrate } from './narrate.ts';
import { addModels } from './models.ts';
import { createOutput, forPeople } from './output.ts';
import { addPreview } from './preview.ts';
import { addSay } from './say.ts';
import { addStatus } from './status.ts';
import { addVoices } from './voices.ts';

const commands = [
  addExport,
  addCheck,
  addNarrate,
  addStatus,
  addPreview,
  addInit,
  addVoices,
  addModels,
  addSay,
  addAssets,
  addDoctor,
];

/**
 * Runs one command line to its end. Never throws for anything that a user can do.
 *
 * @param argv Arguments after the program's name.
 * @returns The exit code: 0 done, 1 failed, 2 usage, 3 not ready, 4 already rendering, 5 a tool is missing,
 *   130 cancelled.
 */
export async function runCli(argv: readonly string[], host: Host): Promise<number> {
  let exitCode = 0;
  const program = new Command('storyflow')
    .description('Turns a written story and its pictures into a narrated video.')
    .version(version(), '-V, --version')
    .helpCommand(false)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => forPeople(host.stdout).write(text),
      writeErr: (text) => forPeople(host.stderr).write(text),
    });

  const execute: Execute = async (name, options, action) => {
    const output = createOutput(host, options.json ?? false);
    try {
      output.report({
        event: 'hello',
        protocol: PROTOCOL_VERSION,
        version: version(),
        command: name,
        pid: process.pid,
      });
      const answer = await action({ host, report: (event) => output.report(event) });
      output.done(name, answer);
    } catch (error) {
      const failure = failureOf(error, host.signal);
      exitCode = exitCodes[failure.code];
      output.failed(failure);
    }
  };

  for (const add of commands) add(program, execute);
  for (const command of program.commands) {
    command.option('--json', 'one JSON event a line on standard output').allowExcessArguments(false);
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : exitCodes.USAGE;
  }
  return exitCode;
}
