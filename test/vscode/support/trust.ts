import type { StoryWindow } from './stories.ts';

/**
 * Trusts the workspace in VS Code's own editor for that; content when it is trusted already: then the editor has no
 * "Trust" button, and not always a "Don't Trust" button.
 */
export async function trustWorkspace(window: StoryWindow): Promise<void> {
  const { page } = window;
  await window.command('Workspaces: Manage Workspace Trust');
  const editor = page.locator('.workspace-trust-editor');
  const trusted = page.locator('.workspace-trust-editor.trusted');
  const trust = editor.getByRole('button', { name: 'Trust', exact: true });
  await trust.or(trusted).first().waitFor();
  if (await trust.isVisible()) await trust.click();
  await trusted.waitFor();
  await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
  await window.command('View: Close Editor');
  await editor.waitFor({ state: 'hidden' });
}
