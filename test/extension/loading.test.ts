import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import * as esbuild from 'esbuild';

const entry = 'src/extension/extension.ts';

describe('Loading the extension', () => {
  it('loads no package: VS Code waits for it, and they can wait until a story is read', async () => {
    const { metafile } = await esbuild.build({
      entryPoints: [entry],
      outdir: 'dist',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const packages = [...loadedAtOnce(metafile)].filter((path) => !isBuiltin(path));
    assert.deepEqual(packages, ['vscode']);
  });
});

/** What is imported from outside when the entry is loaded, its own chunks included; `import()` comes later. */
function loadedAtOnce({ outputs }: esbuild.Metafile): Set<string> {
  const outside = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of outputs[file]!.imports) {
      if (kind === 'dynamic-import') continue;
      if (external) outside.add(path);
      else visit(path);
    }
  };
  visit(Object.keys(outputs).find((file) => outputs[file]!.entryPoint === entry)!);
  return outside;
}
