// Type-checked against the contract, never run: the shapes that callers rely on.
import type {
  Comparison, DecideInput, Edit, Emitted, Headstrong, Report, RulesCatalogue, Target, Verdict, VerdictOrError,
} from '../../build/wasm/headstrong.d.ts';
import { load } from '../../build/wasm';

declare const hs: Headstrong;
hs.analyze('text', { encoding: 'utf-8', observatory: 4, response: 0 }) satisfies Report;
hs.decide({ page: 'https://a.example/', headers: [], request: { type: 'eval' } }) satisfies VerdictOrError;
hs.decide({ page: 'https://a.example/', headers: [], requests: [{ type: 'eval' }] }) satisfies VerdictOrError[];
hs.compare('a', 'b') satisfies Comparison;
hs.harden('', { site: 'static', hsts: 'preload', subdomains: 'yes' }) satisfies [string, string][];
hs.writeInto('', hs.harden(''), { response: 0 }) satisfies string;
hs.writeIntoAsEdits('', [['A', 'b']], { encoding: 'utf-8' }) satisfies Edit[];
hs.rollout('', { from: '2026-12-01', hsts: 'preload' }).steps.map(({ id, headers, tasks }) => [id, headers, tasks]);
hs.emit([['A', 'b']], 'nginx', { always: 'yes' }) satisfies Emitted;
hs.emit([['A', 'b']], 'nginx', { notes: hs.hardenWithReasons('').changes, upstream: 'none' }) satisfies Emitted;
// @ts-expect-error a note without a sentence
hs.emit([['A', 'b']], 'nginx', { notes: [{ header: 'A' }] });
hs.rules() satisfies RulesCatalogue;
hs.targets() satisfies Target[];
hs.version satisfies string;
load() satisfies Promise<Headstrong>;

const line: DecideInput = {
  page: 'https://a.example/',
  policies: [{ value: 'a', disposition: 'report', delivery: 'meta' }],
  request: { type: 'frame-ancestors', ancestors: ['https://b.example/'] },
};
const answer = hs.decide(line);
if (!('error' in answer)) answer satisfies Verdict;

({ letter: null, score: null }) satisfies Partial<Report['grade']>;
({ elsewhere: null }) satisfies Partial<Report>;

// @ts-expect-error a letter that does not exist
({ letter: 'E' }) satisfies Partial<Report['grade']>;
