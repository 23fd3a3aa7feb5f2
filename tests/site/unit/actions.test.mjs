// What is asked of the engine, and what of its answer counts while another question is under way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource } from '../support/compile.mjs';

const { Actions, isAnswered, CHANGED_PANEL, HOME_PANEL, LOAD_PANEL } = await importSource('state/actions.ts');
const { Store } = await importSource('state/store.ts');

const TARGETS = ['nginx', 'flask', 'caddy'].map((id) => ({ id, name: id, options: [] }));

/** A page whose engine answers when it is told to. */
function page(text) {
  const store = new Store();
  const actions = new Actions(store);
  const asked = [];
  const studies = [];
  const applied = [];
  actions.connectEditor({ steps: { undo: false, redo: false }, mark() {}, apply: (edits) => applied.push(edits) });
  actions.connectEngine({
    ask: (job, done) => asked.push({ job, done }), study: (study, done) => studies.push({ study, done }), forgetStudy() {},
    targets: () => TARGETS, services: () => [],
  });
  store.update({ targets: TARGETS });
  const answer = (more = {}) => {
    const { job, done } = asked.at(-1);
    const targets = /werkzeug/i.test(job.text) ? { targets: ['flask'] } : {};
    const report = {
      input: { responses: [{ chosen: true, fields: [] }], ...targets, format: 'http', description: '' },
      grade: { letter: 'B', score: 80 }, findings: [], policies: [], rubric: 1,
    };
    done({ kind: 'answer', answer: { report, ...more } });
  };
  actions.textChanged(text, 'whole');
  answer();
  return { store, actions, asked, studies, applied, answer };
}

test('a change made for an older text is not applied to the one there now', () => {
  const { actions, applied, answer } = page('Server: a\n');
  const edits = [{ start: 0, end: 6, text: 'X' }];
  actions.textChanged('\nServer: a\n', 'edited');
  actions.applyFix(edits, 'Fix applied.');
  actions.adopt(edits);
  assert.deepEqual(applied, []);
  answer();
  actions.applyFix(edits, 'Fix applied.');
  assert.deepEqual(applied, [edits]);
});

test('what is made for another target, choice or request does not count as made', () => {
  const { store, actions, answer } = page('Server: a\n');
  actions.showPanel(HOME_PANEL);
  assert.equal(isAnswered(store.state).files, false);
  answer();
  const all = (state) => [isAnswered(state).set, isAnswered(state).files];
  assert.deepEqual(all(store.state), [true, true]);
  actions.chooseTarget('caddy');
  assert.deepEqual(all(store.state), [true, false]);
  answer();
  actions.chooseHarden('hsts', '300');
  assert.deepEqual(all(store.state), [false, false]);
  answer();
  actions.textChanged('Server: b\n', 'edited');
  assert.deepEqual(all(store.state), [true, true], 'the same choices, of a text that is seen to change');
  answer();
  actions.showPanel(LOAD_PANEL);
  for (const change of [{ url: 'https://a.example/' }, { url: 'https://b.example/' }, { page: 'https://c.example/' }]) {
    actions.askAbout(change);
    assert.equal(isAnswered(store.state).load, false, JSON.stringify(change));
    answer();
    assert.equal(isAnswered(store.state).load, true, JSON.stringify(change));
  }
});

test('where a new text tells of another server, its files are asked for', () => {
  const { store, actions, asked, answer } = page('X-A: 1\n');
  actions.showPanel(HOME_PANEL);
  answer();
  assert.equal(asked.at(-1).job.home.target, 'nginx');
  const count = asked.length;
  actions.textChanged('Server: Werkzeug/3\n', 'whole');
  answer();
  assert.equal(asked.at(-1).job.home.target, 'flask');
  answer();
  assert.equal(isAnswered(store.state).files, true);
  assert.equal(asked.length, count + 2, 'asked once more, not for ever');
});

test('a comparison stays while its texts are edited, not when another pair is compared', () => {
  const { store, actions, studies, answer } = page('Server: a\n');
  actions.showPanel(CHANGED_PANEL);
  answer();
  actions.textChanged('Server: b\n', 'edited');
  answer();
  assert.equal(store.state.isStudying, true);
  const changed = { witnesses: [], notes: [] };
  studies.at(-1).done({ kind: 'answer', answer: { changed, is: studies.at(-1).study.changed.is } });
  assert.deepEqual([store.state.isStudying, store.state.studied.changed], [false, changed]);
  actions.textChanged('Server: c\n', 'edited');
  answer();
  assert.equal(store.state.studied.changed, changed);
  actions.compareWith('img-src *');
  answer();
  assert.equal(store.state.studied.changed, undefined);
});
