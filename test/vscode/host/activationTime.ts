interface PerformanceMarks {
  getMarks(): { name: string; startTime: number }[];
}

/**
 * What starting StoryFlow cost in this extension host, by the clock that VS Code shows under "Developer: Startup
 * Performance".
 */
export function activationTime(): string {
  const { MonacoPerformanceMarks } = globalThis as { MonacoPerformanceMarks?: PerformanceMarks };
  const marks = new Map(MonacoPerformanceMarks?.getMarks().map(({ name, startTime }) => [name, startTime]));
  const at = (name: string) => marks.get(`code/extHost/${name}/storyflow.storyflow`) ?? NaN;
  const load = at('didLoadExtensionCode') - at('willLoadExtensionCode');
  const activate = at('didActivateExtension') - at('willActivateExtension');
  return Number.isNaN(load + activate)
    ? 'StoryFlow was not activated.'
    : `StoryFlow was loaded in ${load} ms and activated in ${activate} ms.`;
}
