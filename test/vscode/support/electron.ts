import { runTests } from '@vscode/test-electron';

const releases = 'https://update.code.visualstudio.com/api/releases/stable';

/**
 * Runs the same host suites in desktop VS Code where it can be downloaded and shown: when STORYFLOW_TEST_ELECTRON is 1,
 * or when it is not 0 and the download server answers.
 *
 * @returns Whether they passed, or were not run.
 */
export async function runInElectron({
  repository,
  bundle,
  workspace,
}: {
  repository: string;
  bundle: string;
  workspace: string;
}): Promise<boolean> {
  if (!(await isPossible())) return true;
  try {
    await runTests({
      extensionDevelopmentPath: repository,
      extensionTestsPath: bundle,
      launchArgs: [workspace, '--disable-workspace-trust', '--skip-welcome', '--disable-extensions'],
    });
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

async function isPossible(): Promise<boolean> {
  const wish = process.env.STORYFLOW_TEST_ELECTRON;
  if (wish === '0') return false;
  if (wish === '1') return true;
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY !== undefined;
  if (!hasScreen) return false;
  const answer = await fetch(releases, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
  return answer?.ok ?? false;
}
