/**
 * The only place that knows which component library draws our buttons. After {@link registerToolkit} the page has
 * `<vscode-button appearance="primary|secondary|icon">`, in VS Code's own colours.
 */
import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}
