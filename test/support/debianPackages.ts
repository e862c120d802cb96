import { existsSync } from 'node:fs';
import { execa } from 'execa';

/**
 * Installs the Debian packages of these names that are missing, on Debian and Ubuntu as root; elsewhere it does nothing.
 *
 * @throws Error saying which command to run when some are missing and we may not install them.
 */
export async function ensureDebianPackages(names: readonly string[]): Promise<void> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const missing: string[] = [];
  for (const name of names) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0)
    throw new Error(`These tests need Debian packages. Run: sudo apt-get ${install.join(' ')}`);
  console.log(`Installing Debian packages: ${missing.join(', ')}`);
  await aptGet(['update']).catch(() => undefined); // A list that cannot be refreshed may still be good enough.
  await aptGet(install);
}

/** "Installed" is more than known: what was removed is still known by its configuration files. */
async function isInstalled(name: string): Promise<boolean> {
  const { stdout } = await execa('dpkg-query', ['-W', '-f', '${Status}', name], { reject: false });
  return stdout.endsWith(' installed');
}

/** Waits while another apt-get runs, as it does on a machine that has just been started. */
async function aptGet(command: readonly string[]): Promise<void> {
  await execa('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=600', ...command], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    stdin: 'ignore',
  });
}
