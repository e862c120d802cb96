/** Where the page's own files are, as webview URIs, and what the page may load. */
export interface PageSources {
  /** `webview.cspSource` */
  cspSource: string;
  script: string;
  style: string;
  /** Fresh random text for every page. */
  nonce: string;
  /** Handed to the script, which keeps it for the serializer. */
  storyFile: string;
}

/**
 * The page of the preview. Nothing is allowed but our one script (by nonce), our one style sheet, and pictures and
 * media that VS Code itself serves. The component library makes one empty style element of its own, for which it
 * looks up the nonce in `csp-nonce`; for the rest it uses constructed style sheets, which need no permission.
 */
export function previewHtml({ cspSource, script, style, nonce, storyFile }: PageSources): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource}`,
    `media-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(style)}">
<title>StoryFlow Preview</title>
</head>
<body>
<main id="preview" data-story-file="${escapeAttribute(storyFile)}"></main>
<script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
</body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
