import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { clampZoom, fittingZoom, scrollToShow, zoomAround } from '../../../src/webview/timeline/zoom.ts';

describe('zoom of the timeline', () => {
  it('fits the whole story into the window', () => {
    assert.equal(fittingZoom({ total: 100, viewport: 800 }), 8);
    assert.equal(fittingZoom({ total: 0, viewport: 800 }), 1);
  });

  it('stays between the whole story and the closest look', () => {
    assert.equal(clampZoom(0.001, { total: 100, viewport: 800 }), 8);
    assert.equal(clampZoom(1e9, { total: 100, viewport: 800 }), 240);
    assert.equal(clampZoom(1e9, { total: 1_000_000, viewport: 800 }), 8);
  });

  it('keeps what is under the pointer under the pointer', () => {
    const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
    const property = fc.property(
      positive(200),
      positive(200),
      positive(1e5),
      positive(2000),
      (before, after, scroll, anchor) => {
        const next = zoomAround({ zoom: before, scroll }, after, anchor);
        const seconds = (scroll + anchor) / before;
        if (seconds * after >= anchor)
          assert.ok(Math.abs(seconds * after - next.scroll - anchor) < 1e-6 * (1 + scroll * after));
        else assert.equal(next.scroll, 0);
      },
    );
    fc.assert(property);
  });

  it('scrolls only to what is out of view', () => {
    assert.equal(scrollToShow(100, 400, 150, 300), 100);
    assert.equal(scrollToShow(100, 400, 50, 90), 2);
    assert.equal(scrollToShow(100, 400, 600, 700), 348);
    assert.equal(scrollToShow(0, 400, 1000, 9000), 952);
  });
});
