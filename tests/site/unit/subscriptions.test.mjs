// A view is rendered again when what it shows has changed, and at no other time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { importTogether } from '../support/compile.mjs';

const { window } = new JSDOM('<!doctype html><main></main>', { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document, requestAnimationFrame: window.requestAnimationFrame, cancelAnimationFrame: window.cancelAnimationFrame });

const { PANELS, Results, Store, h, options, render } = await importTogether(
  'subscriptions',
  `export { PANELS } from './view/panels';
   export { Results } from './view/results';
   export { Store } from './state/store';
   export { h, options, render } from 'preact';`,
);

/** Names of the components that were rendered since the list was emptied. */
const rendered = [];
options.diffed = (vnode) => {
  if (typeof vnode.type === 'function') rendered.push(vnode.type.name);
};
const settled = () => new Promise((done) => setTimeout(done, 50));

const REPORT = {
  input: { format: 'header-lines', description: 'Header lines, 1 header', responses: [{ label: '', status: 200 }] },
  findings: [],
  policies: [],
  grade: { letter: 'F', score: 0, deductions: [], protections: [] },
};

/** What no panel shows, each in a way that somebody who asks for all of the state would see. */
const SHOWN_BY_NONE = {
  meaning: { word: 'x', sentence: 'y' },
  steps: { undo: true, redo: false },
  done: 'Done.',
  notice: { kind: 'info', text: 'A notice.' },
  sharing: 'link',
  filled: {},
};

for (const panel of PANELS) {
  test(`${panel.label} is rendered again for nothing that it does not show`, async () => {
    const main = window.document.querySelector('main');
    const store = new Store();
    store.update({ panel: panel.id, engine: 'ready', answer: { report: REPORT }, answered: { text: 'a: b', analyze: {} }, input: { ...store.state.input, text: 'a: b' } });
    render(h(Results, { actions: { store } }), main);
    await settled();
    assert.ok(rendered.includes(panel.View.name), `${panel.View.name} is among ${rendered}`);

    for (const [part, value] of Object.entries(SHOWN_BY_NONE)) {
      rendered.length = 0;
      store.update({ [part]: value });
      await settled();
      assert.deepEqual(rendered, [], part);
    }

    rendered.length = 0;
    store.update({ input: { ...store.state.input, text: 'a: bc' } });
    await settled();
    assert.ok(!rendered.includes(panel.View.name), 'typing');

    rendered.length = 0;
    store.update({ answer: { report: REPORT } });
    await settled();
    assert.ok(rendered.includes(panel.View.name), 'an answer is shown');
    render(null, main);
  });
}
