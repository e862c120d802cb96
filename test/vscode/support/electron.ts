import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';

const releases = 'https://update.code.visualstudio.com/api/releases/stable';

export interface ElectronRun {
  /** Absolute paths: this checkout, the bundle of the host suites, the folder that is opened. */
  repository: string;
  bundle: string;
  workspace: string;
}

/**
 * Runs the same host suites in desktop VS Code where it can be downloaded and shown: when STORYFLOW_TEST_ELECTRON is 1,
 * or when it is not 0 and the download server answers. Says why when it does not.
 *
 * @returns Whether they passed, or were not run.
 */
export async function runInElectron(run: ElectronRun): Promise<boolean> {
  const wish = process.env.STORYFLOW_TEST_ELECTRON;
  const obstacle = await obstacleTo(wish, {
    hasScreen: process.platform !== 'linux' || process.env.DISPLAY !== undefined,
    canDownload: async () => {
      const answer = await fetch(releases, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
      return answer?.ok ?? false;
    },
  });
  if (obstacle !== undefined) return notRun(obstacle);
  let vscodeExecutablePath: string;
  try {
    vscodeExecutablePath = await downloadAndUnzipVSCode();
  } catch (error) {
    const words = `it could not be downloaded (${error instanceof Error ? error.message : String(error)})`;
    return notRun(words, wish !== '1');
  }
  try {
    await runTests({ vscodeExecutablePath, ...electronOptions(run) });
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

function notRun(why: string, isFine = true): boolean {
  console.log(`Host suites in desktop VS Code were not run: ${why}.`);
  return isFine;
}

/** What desktop VS Code is started with: the same extension, suites and trust as the server. */
export function electronOptions({ repository, bundle, workspace }: ElectronRun) {
  return {
    extensionDevelopmentPath: repository,
    extensionTestsPath: bundle,
    launchArgs: [workspace, '--disable-workspace-trust', '--skip-welcome', '--disable-extensions'],
  } satisfies Omit<Parameters<typeof runTests>[0], 'vscodeExecutablePath'>;
}

/** Why desktop VS Code cannot or shall not run here; undefined when it can. `wish` is STORYFLOW_TEST_ELECTRON. */
export async function obstacleTo(
  wish: string | undefined,
  machine: { hasScreen: boolean; canDownload: () => Promise<boolean> },
): Promise<string | undefined> {
  if (wish === '0') return 'STORYFLOW_TEST_ELECTRON is 0';
  if (wish === '1') return undefined;
  if (!machine.hasScreen)
    return 'there is no screen (start them under xvfb-run, or set STORYFLOW_TEST_ELECTRON to 1)';
  if (!(await machine.canDownload()))
    return `${new URL(releases).host}, where it is downloaded from, does not answer`;
  return undefined;
}
