import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface WorkspaceOptions {
  segments?: number;
  /** How many pictures there are; otherwise one a segment. */
  pictures?: number;
  /** Lines of the sidecar. Small and fast unless a test wants time to interfere. */
  sidecar?: string;
  title?: string;
}

export interface TestWorkspace {
  folder: string;
  story: string;
  sidecar: string;
  remove(): Promise<void>;
}

const small = 'resolution_width: 320\nresolution_height: 180\nframerate: 10\n';
/** The text of a sidecar that no test has said anything about. */
export const sidecarOfTests = sidecarText(small);

/** No chat, no tips: only what the tests are about. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.startupEditor': 'none',
  'files.autoSave': 'off',
};

/** The settings of the workspace: the quiet ones and these. */
export async function writeSettings(
  { folder }: Pick<TestWorkspace, 'folder'>,
  settings: Record<string, unknown>,
): Promise<void> {
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
}

/** A folder with one story, `Tale.md`, its sidecar and its pictures. */
export async function createWorkspace(options: WorkspaceOptions = {}): Promise<TestWorkspace> {
  return writeTale(await temporaryFolder(), options);
}

/** A `.code-workspace` file with folders of these names beside it, each with a story like that of the others. */
export interface MultiRootWorkspace {
  file: string;
  tales: TestWorkspace[];
  remove(): Promise<void>;
}

export async function createMultiRootWorkspace(names: readonly string[]): Promise<MultiRootWorkspace> {
  const parent = await temporaryFolder();
  const file = join(parent, 'Tales.code-workspace');
  const tales = [];
  for (const name of names) {
    await mkdir(join(parent, name));
    tales.push(await writeTale(join(parent, name)));
  }
  await writeFolders(file, names);
  return { file, tales, remove: () => removeFolder(parent) };
}

/** Says in a `.code-workspace` file which of the folders beside it are open. */
export async function writeFolders(file: string, names: readonly string[]): Promise<void> {
  const folders = names.map((path) => ({ path }));
  await writeFile(file, JSON.stringify({ folders, settings: quietSettings }));
}

const temporaryFolder = async () => realpath(await mkdtemp(join(tmpdir(), 'storyflow-tale-')));
const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** The same in a folder that is there. */
export async function writeTale(folder: string, options: WorkspaceOptions = {}): Promise<TestWorkspace> {
  const { segments = 4, pictures = segments, sidecar = small, title = 'A Tale' } = options;
  const paragraphs = Array.from({ length: segments }, (_, index) => paragraph(index));
  await mkdir(join(folder, 'images'));
  await mkdir(join(folder, '.vscode'));
  await writeSettings({ folder }, {});
  await writeFile(join(folder, 'Tale.md'), `# ${title}\n\n${paragraphs.join('\n\n')}\n`);
  await writeFile(join(folder, 'Tale.storyflow.yaml'), sidecarText(sidecar));
  for (let index = 0; index < pictures; index++)
    await writeFile(join(folder, 'images', `${index + 1}.svg`), picture(index));
  return {
    folder,
    story: join(folder, 'Tale.md'),
    sidecar: join(folder, 'Tale.storyflow.yaml'),
    remove: () => removeFolder(folder),
  };
}

function sidecarText(lines: string): string {
  return `# Kept by hand.\n${lines}`;
}

const subjects = ['The fox', 'A crow', 'The old miller', 'One star', 'The river', 'A lantern'];

/** Every paragraph is different, so that each is found again when the order changes. */
function paragraph(index: number): string {
  return `${subjects[index % subjects.length]} came ${ordinal(index + 1)} and said hello.`;
}

function ordinal(number: number): string {
  return ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'][number - 1] ?? `number ${number}`;
}

export function picture(index: number): string {
  const hue = (index * 67) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400">
<rect width="640" height="400" fill="hsl(${hue} 55% 45%)"/>
<circle cx="${150 + ((index * 90) % 350)}" cy="170" r="90" fill="hsl(${(hue + 180) % 360} 70% 75%)"/>
<path d="M0 400 L220 230 L380 330 L520 260 L640 400Z" fill="hsl(${hue} 45% 20%)"/>
</svg>
`;
}
