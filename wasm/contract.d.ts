/**
 * Headstrong, the module: what goes in and what comes out.
 *
 * Hand-written and shipped as `headstrong.d.ts`. Names and shapes are a contract: they stay, fields
 * may be added. All positions count UTF-16 code units, as JavaScript strings do, unless a call asks
 * for `encoding: "utf-8"`; then they count bytes and the answer is the native program's, byte for
 * byte. Every call is synchronous, keeps nothing between calls and hands out plain objects.
 */

/** Worst first. `good`: something that is right and worth saying. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'good';
export type Category = 'syntax' | 'security' | 'hygiene' | 'deprecated' | 'ignored';
/** `likely`: depends on something that the paste does not show. */
export type Confidence = 'certain' | 'likely';
/** `safe` changes nothing that works; `suggestion` is to be tried out; `display-only` is an example. */
export type Applicability = 'safe' | 'suggestion' | 'display-only';
export type Letter = 'A+' | 'A' | 'B' | 'C' | 'D' | 'F';
export type ProtectionId =
  | 'scripts'
  | 'framing'
  | 'transport'
  | 'isolation'
  | 'leakage'
  | 'cookies';

/** Half-open: `start` is in, `end` is not. */
export interface Span {
  start: number;
  end: number;
}

/** Replaces [start, end) by `text`. Where start equals end, it inserts. */
export interface Edit extends Span {
  text: string;
}

/** Edits are in order and do not overlap. */
export interface Fix {
  title: string;
  applicability: Applicability;
  edits: Edit[];
}

export interface Related {
  span: Span;
  label: string;
}

/** One of several places at which a rule is broken in the same way. */
export interface Place {
  span: Span;
  /** What is there, in a word or two. */
  label: string;
  confidence: Confidence;
  /** Mend this place alone. */
  edits?: Edit[];
}

/** What one rule says of one header. */
export interface Finding {
  /** `<header>/<slug>`: an id of `rules()`, and an anchor of the rule book. */
  rule: string;
  severity: Severity;
  category: Category;
  confidence: Confidence;
  /** The browsers in which it holds, of several places in any; absent where all are alike. */
  browsers?: Browser[];
  /** In its usual spelling; empty where no one header is meant. */
  header: string;
  /** Which field of that name, counted from 0. */
  occurrence: number;
  title: string;
  message: string;
  why: string;
  advice: string;
  /** null where the finding is that something is absent. */
  span: Span | null;
  related: Related[];
  /** Mends all places together. */
  fix?: Fix;
  /** Where there are several places: all of them. `span`, `occurrence` and `related` are the first one's. */
  places?: Place[];
  references: string[];
}

export interface ResponseSummary {
  url?: string;
  status?: number;
  /** How many header fields it has. */
  headers: number;
  /** The one that is judged. */
  chosen: boolean;
  /** A few words for a list to choose from. */
  label: string;
  span: Span;
  /** Of a configuration: where these are set, as in `server block, line 12`. */
  place?: string;
  /** Names and values as the text means them (unescaped, joined), the first 500. */
  fields: [name: string, value: string][];
  /** What stands for values that the text does not hold (a variable, a call). */
  gaps?: Span[];
}

/** A request that a pasted console message or report tells of. What is absent was not told. */
export interface ToldRequest {
  type: RequestType;
  /** Where it went; `data:` and the like where only the scheme is told. */
  url?: string;
  /** Of inline code, where it is told whole. */
  content?: string;
  /** `sha256-…` of inline code, as the console offers it. */
  contentHash?: string;
  /** Of a Trusted Types policy. */
  name?: string;
  /** The effective directive, or the one that is named; `x-frame-options`. */
  directive: string;
  /** A report's policy; of a message one directive with its list. */
  policy?: string;
  /** The page whose policy it is. */
  page?: string;
  disposition: 'enforce' | 'report';
  /** Whose console told of it; absent of a report. */
  browser?: Browser;
  /** "A message of Chromium's console: img-src blocked https://…" */
  said: string;
  span: Span;
  /** By `policy` alone. */
  verdict?: PerProfile<'allowed' | 'blocked'>;
  /** Where that contradicts the browser: what most likely lies behind it. */
  cause?: string;
}

/** What a browser said of a request, for `cause` of a verdict. */
export type Told = Partial<Pick<ToldRequest, 'browser' | 'policy' | 'disposition' | 'page'>> & {
  /** The page that the policies at hand came with. */
  policiesOf?: string;
};

/** Of a configuration: a place that doesn't send what a place around it sets, and protects its pages less for it. */
export interface PlaceLoss {
  /** `location /app block, line 9` */
  place: string;
  /** The line in which it begins. */
  span: Span;
  /** What it loses, as it is written around it. */
  headers: string[];
  /** Which of `responses` the place is; absent where it sets nothing itself. */
  response?: number;
  /** What is lost, why, and what to do. */
  sentence: string;
}

export interface InputSummary {
  format: string;
  /** One sentence: "curl -v output, 2 responses, 14 headers"; without a response, what the text looks like, and what to paste. */
  description: string;
  responses: ResponseSummary[];
  /** What was not understood, and where; the sentences of `losses` too. */
  notices: string[];
  /** Places that lose headers, in the order of the text, at most 20; absent where there are none. */
  losses?: PlaceLoss[];
  /** Ids of targets that the text is written for, names or shows, the surest first; absent where there are none. */
  targets?: string[];
  /** From console messages and reports in the text, the first 2,000, each once. */
  requests?: ToldRequest[];
}

export interface Protection {
  id: ProtectionId;
  /** null where the paste cannot tell. */
  letter: Letter | null;
  /** 0 to 100, null where the paste cannot tell. */
  score: number | null;
  /** In the headline, among the protections that have a score. */
  weight: number;
  /** One plain sentence. */
  summary: string;
}

export interface Deduction {
  rule: string;
  /** 0 where `cap` is above what is left without it. */
  points: number;
  protection?: ProtectionId;
  /** Of what is only likely or critical: the most that the protection can have while it is found. */
  cap?: number;
  /** Of what is critical or high: the most that the headline can be while it is found. */
  headlineCap?: number;
}

export interface Grade {
  /** null where no protection can be judged. */
  letter: Letter | null;
  /** 0 to 100; null where there is no letter. */
  score: number | null;
  /** "for scripts and framing alone": few protections can be judged, and the letter is about those. Absent otherwise. */
  extent?: string;
  /** The text isn't a whole response: what seems to be missing may be sent all the same. Absent otherwise. */
  partial?: true;
  protections: Protection[];
  deductions: Deduction[];
  /** What the next better letter takes: the rules of which no finding may be left. Absent at the top and without a letter. */
  next?: { letter: Letter; changes: string[] };
}

export interface PolicyValue {
  text: string;
  span: Span;
  /** What sort of word it is: `keyword`, `host`, `scheme`, `nonce`, `hash`, ... */
  kind: string;
}

export interface PolicyDirective {
  name: string;
  span: Span;
  /** A directive of this name came before it in the policy, so browsers ignore it. */
  duplicate: boolean;
  values: PolicyValue[];
}

export interface Policy {
  disposition: 'enforce' | 'report';
  source: 'header' | 'meta';
  text: string;
  span: Span;
  directives: PolicyDirective[];
}

export interface ObservatoryTest {
  name: string;
  /** null where headers cannot decide it; such a test counts nothing. */
  result: string | null;
  modifier: number;
}

export interface Observatory {
  algorithm: number;
  score: number;
  grade: string;
  tests: ObservatoryTest[];
}

/** Names of CSP Evaluator's own enums, such as SCRIPT_UNSAFE_INLINE and HIGH. */
export interface CspEvaluatorFinding {
  type: string;
  severity: string;
  directive: string;
  value?: string;
}

export interface Elsewhere {
  observatory: Observatory;
  /** `{error}` where CSP Evaluator itself throws. */
  cspEvaluator: CspEvaluatorFinding[] | { error: string };
  /** The site publishes no rules, so this is an estimate. */
  securityHeaders: { grade: string; estimate: true };
  /** Where a peer says otherwise than this report, why. `about` is the peer's name of a test or finding, else a rule. */
  notes?: { peer: 'observatory' | 'cspEvaluator'; about: string; sentence: string }[];
}

export interface Report {
  /** Version of this shape. */
  schema: number;
  /** Version of the table of weights; share links name it. */
  rubric: number;
  encoding: 'utf-8' | 'utf-16';
  /** How many findings were left out beyond the first 2,000. */
  truncated?: number;
  input: InputSummary;
  grade: Grade;
  /** Weightiest first. */
  findings: Finding[];
  /** The address that the policies are judged for, and the X-Frame-Options beside them: what `decide`
   * needs besides the policies. Empty where there is nothing to judge. */
  page: string;
  xFrameOptions?: string;
  /** The first of these headers, from its name to the end of its value. */
  xFrameOptionsSpan?: Span;
  /** What else of the response can stop a request that the policies allow. */
  responseHeaders?: Header[];
  policies: Policy[];
  /** null where no response and no policy was read. */
  elsewhere: Elsewhere | null;
}

export interface AnalyzeOptions {
  /** What positions count. Default `utf-16`. */
  encoding?: 'utf-8' | 'utf-16';
  /** Algorithm of the Observatory comparison. Default 6. */
  observatory?: 4 | 6;
  /** `off`: `elsewhere` is null. Default `on`. */
  elsewhere?: 'on' | 'off';
  /** Which response to judge, from 0. Default: the last that has headers worth judging. */
  response?: number;
}

/** A report to take along: what `Headstrong.report` takes besides the options of `analyze`. */
export interface ReportOptions {
  /** Default `text`. */
  format?: 'text' | 'markdown' | 'html' | 'sarif';
  /** What was judged, such as a client or a site. Default: the host of the response's URL, where it has one. */
  title?: string;
  /** When the text was judged: a Date, or a time in UTC such as `2026-11-29T10:00:00Z`. Default: now. */
  time?: Date | string;
  /** Cookie values, credentials and tokens. Default `mask`. */
  secrets?: 'mask' | 'show';
  /** In plain text, more than three notes are named in one line. `all` writes each in its own. Default `few`. */
  notes?: 'few' | 'all';
  /** The https or http address of the folder that has `rulebook.html`, for links into it. Default: no links. */
  book?: string;
  /** Of the analysed file, for SARIF. Default `stdin`. */
  name?: string;
  observatory?: 4 | 6;
  elsewhere?: 'on' | 'off';
  response?: number;
}

/** What should not leave with a report or a link. */
export interface Secret extends Span {
  /** "value of the cookie session" */
  what: string;
}

/** What is left out is taken from the response itself, or is the cautious default. */
export interface HardenOptions {
  site?: 'static' | 'ssr' | 'spa' | 'api' | 'mixed';
  /**
   * What becomes of inline code. `hash` takes it from the text (a page, or a page behind its headers) or
   * from `inlineCode`. `nonce` is refused with `site: 'static'`.
   */
  inline?: 'none' | 'nonce' | 'hash';
  /** With what inline code is hashed; `sha256` if not given. */
  hash?: 'sha256' | 'sha384' | 'sha512';
  /** A page, or the text of one script, for `inline: 'hash'`. */
  inlineCode?: string;
  /** `none`, `self` or origins separated by blanks. Not given: as the response has it, else what the software that it shows needs, else `none`. */
  framing?: string;
  hsts?: 'off' | '300' | '604800' | '2592000' | '31536000' | 'preload';
  subdomains?: 'no' | 'yes';
  /**
   * `none`: the strict policy is enforced, without reports. `report-only`: it is only reported, and
   * nothing new is enforced; needs no endpoint, browsers then write to their consoles. `both`: it is
   * enforced, and a stricter one reported. Not given: enforced where the response enforces a policy
   * that limits scripts, else only reported, beside enforced directives that hardly any page notices.
   */
  reporting?: 'none' | 'report-only' | 'both';
  /** Where violation reports go: an https URL, or a path of the site. */
  endpoint?: string;
  isolation?: 'off' | 'on';
  /** Ids separated by commas. One with `-` before it takes the service out again, but for what others of the list need. */
  services?: string;
  sources?: 'keep' | 'drop';
  leaks?: 'remove' | 'keep';
  /**
   * `harden`: the response's `Set-Cookie` fields come into the set, those of sessions hardened. `advise`, the
   * default, only speaks of them: every response may carry a set, and a cookie's value belongs to one visitor.
   */
  cookies?: 'advise' | 'harden';
  /** Which response to start from, as in `AnalyzeOptions`. */
  response?: number;
}

export interface WriteIntoOptions {
  /** Which response to write into, as in `AnalyzeOptions`. */
  response?: number;
}

/** What was done to one header, in a sentence. `header` may be one that the set no longer has. */
export interface HardenChange {
  header: string;
  sentence: string;
  /** Nothing was done: a fault that stays, or that only the server can mend. */
  open: boolean;
  /** What became of the header: `left-out` is in neither the response nor the set, `open` as above. */
  kind: 'added' | 'changed' | 'removed' | 'kept' | 'left-out' | 'open';
  /** What the snippet of a chosen service needs: its id. */
  service?: string;
}
/** What keeps a set from a better letter: rules, and the option of `harden` that may change it, if one does. */
export interface HardenNext {
  letter: Letter;
  reasons: { rule: string; title: string; choice?: string }[];
}
/** A service whose hosts the text names, and whose preset would add something. */
export interface SeenService {
  id: string;
  name: string;
  /** The host. */
  seen: string;
}
export interface Hardened {
  headers: Header[];
  changes: HardenChange[];
  seen: SeenService[];
  /** Letters of the response once it has the set: now, and once what the set only reports at first is enforced. */
  grade: { now: Letter; enforced: Letter; next?: HardenNext };
  /** The strict policy only reports: the first `Content-Security-Policy-Report-Only` of `headers`. */
  reportsFirst: boolean;
}

/** Those of `harden` say what the last step sends; without `hsts` the ladder ends at a year. */
export interface RolloutOptions extends HardenOptions {
  /** The first day, `YYYY-MM-DD`. Not given: steps have numbers of days alone. */
  from?: string;
  /** What the site sends today, where the text was edited since it was pasted; the plan starts there. */
  today?: string;
}
export interface RolloutStep {
  id: 'report' | 'read' | 'enforce' | 'headers' | 'hsts-300' | 'hsts-604800' | 'hsts-2592000' | 'hsts-31536000' | 'hsts-subdomains' | 'hsts-preload';
  /** After the first day. Earlier is too early, later is fine. */
  day: number;
  /** `YYYY-MM-DD`; absent where the plan has no first day. */
  date?: string;
  title: string;
  why: string;
  /** What to do, or to make sure of, on that day. */
  tasks: string[];
  /** All that is sent from that day on: what `emit` takes. */
  headers: Header[];
  /** Names that differ from the step before, of the first step from the paste. */
  changed: string[];
  /** What `hardenWithReasons` says of these headers, but for letters. */
  changes: HardenChange[];
  /** Of the response with these headers. */
  grade: Letter;
}
/** From the headers of today to the hardened set: reported, read, enforced, and HSTS rung by rung. */
export interface Rollout {
  from?: string;
  endpoint?: string;
  /** Letters of the first step's set and of the last one's. */
  grade: { now: Letter; enforced: Letter; next?: HardenNext };
  /** With `cookies: 'harden'`: the application's cookies, hardened, from the first day on; in no step's headers. */
  cookies?: Header[];
  /** By day; none where the paste sends all of it already. */
  steps: RolloutStep[];
  /** The plan as a document, with lists to tick off. */
  markdown: string;
}

/** A service whose sources a policy can admit; `id` is what `HardenOptions.services` takes. */
export interface Service {
  id: string;
  name: string;
  /** Other words that people look for it by, separated by spaces. */
  aliases: string;
  /** Where its sources were read, and when. */
  source: string;
  date: string;
}

/** Name and value. In a value `{{nonce}}` stands for the nonce of each response. */
export type Header = [name: string, value: string];

export interface EmittedFile {
  name: string;
  /** Where it belongs. */
  place: string;
  text: string;
}

export interface EmitWarning {
  /** Empty where the whole set is meant. */
  header: string;
  message: string;
}

/** Something to be said beside a header, in a sentence; `open`: it is still to be done. */
export interface EmitNote {
  header: string;
  sentence: string;
  open?: boolean;
}

/**
 * The target's own options (`Target.options`), and notes: comments behind the code. Every target
 * has `policy: 'elsewhere'`, which leaves the policy out, and `pass: 'site-wide'`, which leaves out what each response has
 * its own of (Cache-Control, Link, CORS, cookies); one warning names these.
 */
export interface EmitOptions {
  notes?: readonly EmitNote[];
  [option: string]: string | readonly EmitNote[] | undefined;
}

export interface Emitted {
  target: string;
  /** In the order in which they are put in place. */
  files: EmittedFile[];
  warnings: EmitWarning[];
}

export interface TargetOption {
  name: string;
  /** Separated by `|`, the default first. */
  values: string;
  meaning: string;
  /** What a form calls it, and its values, in their order, separated by `|`; empty where they are free text. */
  label: string;
  words: string;
}

export interface Target {
  id: string;
  name: string;
  /** Other words that people look for it by, separated by spaces. */
  aliases: string;
  /** It makes a nonce for each response. */
  nonce: boolean;
  /** `server`: our tests read the values back from the real thing; `parser`: from its own parser. */
  evidence: 'server' | 'parser' | 'none';
  /** The command that checks the syntax; empty if there is none. */
  check: string;
  limits: string;
  /** Which responses carry the headers. */
  coverage: string;
  options?: TargetOption[];
}

export interface Rule {
  id: string;
  /** Empty for rules about the response as a whole. */
  header: string;
  category: Category;
  severity: Severity;
  confidence: Confidence;
  /** The browsers in which it holds; absent where all are alike, or where it depends on the text. */
  browsers?: Browser[];
  title: string;
  /** With places {0}, {1}, ... for the words of the finding. */
  message: string;
  /** The same of several places at once: {0} is their number, {1} lists them. */
  several?: string;
  why: string;
  advice: string;
  references: string[];
  /** Whole pastes: `bad` raises the rule, `good` does not. */
  bad: string;
  good: string;
  /** What it costs, of the 100 points of a protection; absent where nothing. Likely findings cap scripts instead. */
  points?: { protection: ProtectionId; points: number }[];
}
export type RulesCatalogue = Rule[];

export type RequestType =
  | 'image'
  | 'script'
  | 'style'
  | 'font'
  | 'fetch'
  | 'websocket'
  | 'eventsource'
  | 'beacon'
  | 'audio'
  | 'video'
  | 'track'
  | 'object'
  | 'embed'
  | 'iframe'
  | 'worker'
  | 'sharedworker'
  | 'serviceworker'
  | 'manifest'
  | 'prefetch'
  | 'form-action'
  | 'base-uri'
  | 'frame-ancestors'
  | 'inline-script'
  | 'inline-style'
  | 'script-attribute'
  | 'style-attribute'
  | 'javascript-url'
  | 'eval'
  | 'wasm-eval'
  | 'trusted-type-policy'
  | 'trusted-type-sink';

/** One thing that a page asks the browser for. Which fields count depends on `type`. */
export interface Request {
  type: RequestType;
  /** The current URL: after redirects the last one. Of `frame-ancestors`, the parent. */
  url?: string;
  nonce?: string;
  integrity?: string;
  /** Of scripts. Default true. */
  parserInserted?: boolean;
  /** How many hops came before `url`. Default 0. */
  redirects?: number;
  /** Of `frame-ancestors`: from parent to top. */
  ancestors?: string[];
  content?: string;
  /** `sha256-V` (384, 512): the digest of code whose text is not known, in place of `content`. */
  contentHash?: string;
  /** Of `object` and `embed`: the `type` attribute. */
  contentType?: string;
  /** Of `eval`: the argument is a TrustedScript, not a string. Default false. */
  trusted?: boolean;
  /** Of `trusted-type-policy`. */
  name?: string;
}

export interface PolicyInput {
  value: string;
  disposition: 'enforce' | 'report';
  delivery: 'header' | 'meta';
}

export interface DecideBase {
  /** The document's address. Without it one is assumed, and `assumed` says where that decides. */
  page?: string;
  /** What else the response sends, for `but`. */
  responseHeaders?: Header[];
  /** Values of Content-Security-Policy headers. `policies` may stand in its place. */
  headers?: string[];
  policies?: PolicyInput[];
  xFrameOptions?: string;
  /** What a browser said of the requests. */
  told?: Told;
}
export interface DecideInput extends DecideBase {
  request: Request;
}
export interface DecideManyInput extends DecideBase {
  requests: Request[];
}

/** The specification and three browsers; each has its own answer. */
export interface PerProfile<T> {
  spec: T;
  chromium: T;
  firefox: T;
  webkit: T;
}

export interface DecidedBy {
  /** Index of the policy. */
  policy: number;
  disposition: 'enforce' | 'report';
  /** The directive whose list was used, null if none applies. */
  list: string | null;
  /** The source expression that matched, null if none. */
  source: string | null;
  allowed: boolean;
}

export interface Verdict {
  verdict: PerProfile<'allowed' | 'blocked'>;
  /** As a violation event names it; null where allowed. */
  directive: PerProfile<string | null>;
  decidedBy: DecidedBy[];
  why: string;
  /** What was not given, though the answer hangs on it. */
  assumed?: 'page'[];
  /** What else in the response stops the request, or changes it, though the policies allow it. */
  but?: Obstacle[];
  /** Where the verdict contradicts `told`: what most likely lies behind it, in a sentence. */
  cause?: string;
}

export interface Obstacle {
  /** Null where it is so whatever the response says. */
  header: string | null;
  profiles: (keyof PerProfile<unknown>)[];
  sentence: string;
}
export type VerdictOrError = Verdict | { error: string };

/** What one change newly allows or blocks, as a request whose verdicts differ. */
export interface Witness {
  change: 'allows' | 'blocks';
  /** Of `page`; under the two texts' policies `decide` answers it differently. */
  request: Request;
  /** What is true of it and of all like it. */
  sentence: string;
  /** `scripts`, `images`, ...: several types of request share one. */
  kind: string;
  /** Whose verdicts differ. */
  profiles: (keyof PerProfile<unknown>)[];
}
export interface Comparison {
  /** The page both texts were judged for: the later text's, else the earlier one's. */
  page: string;
  /** Weightiest first; empty where nothing differs. */
  witnesses: Witness[];
  /** Sentences on what else there is to say of the two texts. */
  notes: string[];
  /** The policies name more sources than were tried: there may be differences without a witness. */
  incomplete: boolean;
}

/** One request that is blocked, under the policies of a line of `decide`. */
export interface RemedyInput extends DecideInput {
  /** Whose console told of it: where browsers differ, it is for this one that a remedy is sought. */
  browser?: Browser;
  /** `false`: what else a remedy opens is not worked out. Default true. */
  opens?: boolean;
}
/** The same of the response that `analyze` would judge in a text, with edits of that text. */
export interface TextRemedyInput {
  text: string;
  response?: number;
  encoding?: 'utf-8' | 'utf-16';
  /** The page's address; empty where it is not known. Default: the one that the text tells. */
  page?: string;
  request: Request;
  browser?: Browser;
  opens?: boolean;
}
export interface Remedy {
  title: string;
  /** What the changed header (or meta element) is to read; several of its kind as one value. */
  policy: string;
  /** All policies with the change, as `decide` takes them. */
  policies: PolicyInput[];
  /** Of the text, in its own language, where there is one. */
  edits?: Edit[];
  /** Who lets the request through then. */
  browsers: Browser[];
  /** What is newly allowed, the request itself among it; absent where it was not asked for. */
  opens?: string[];
  /** What is newly blocked, where something is. */
  closes?: string[];
  /** The policies have more sources than were tried for `opens`. */
  incomplete?: true;
}
export interface Advice {
  sentence: string;
  /** Where it helps; null: in every browser that needs it. */
  only: Browser[] | null;
}
export interface Remedies {
  /** Each was tried out: the request is allowed with it, or not reported any more. Narrowest first. */
  remedies: Remedy[];
  /** What helps beside a change of the policies. */
  advice: Advice | null;
  /** The known service that the request's URL belongs to; `HardenOptions.services` admits all that it needs. */
  service?: SeenService;
}

/** `nonce`: blocked as it stands, allowed with a nonce of the response. `partly`: see the parts. */
export type CellState = 'allowed' | 'blocked' | 'nonce' | 'partly';
export type Browser = Exclude<keyof PerProfile<unknown>, 'spec'>;

export interface CellPart {
  /** What was asked about, where a cell holds several: "fetch()", "WebSocket". */
  label: string;
  /** What most browsers do. */
  state: Exclude<CellState, 'partly'>;
  /** The browsers that decide otherwise, and how. */
  others: { browser: Browser; state: Exclude<CellState, 'partly'> }[];
  /** The request that was asked about, with the first of its addresses; empty for code. */
  type: RequestType;
  url: string;
}
/** What an attacker gains where it is allowed; as grave as the finding on it. */
export interface CellRisk {
  severity: 'critical' | 'high' | 'medium';
  words: string;
}
export interface MatrixCell {
  state: CellState;
  parts: CellPart[];
  /** Some browser allows it, which is dangerous. */
  risk: CellRisk | null;
}
export interface MatrixRow {
  label: string;
  /** One for each column; null where the two can't meet. */
  cells: (MatrixCell | null)[];
}
/** Code that has no address. */
export interface MatrixCodeRow {
  label: string;
  /** How it is written. */
  example: string;
  cell: MatrixCell;
}
/** What one of the hosts that the policies list may serve that not any other host may. */
export interface MatrixHost {
  /** As the policy has it. */
  host: string;
  /** Labels of rows. */
  allowed: string[];
  /** Of these, what not every browser allows. */
  disputed: string[];
}
/** What a header set allows, each cell asked of `decide`. */
export interface Matrix {
  /** The page that it holds for. */
  page: string;
  /** Some policy is enforced, or X-Frame-Options is there. */
  enforced: boolean;
  columns: string[];
  code: MatrixCodeRow[];
  rows: MatrixRow[];
  hosts: MatrixHost[];
  /** How many listed hosts were left out. */
  moreHosts: number;
}

export interface Headstrong {
  /** Version of the package. */
  readonly version: string;
  /** Up to 8 MiB of any text. Never throws on what the text holds. */
  analyze(text: string, options?: AnalyzeOptions): Report;
  /**
   * What `analyze` gives as `elsewhere`, alone: with its option `off` a report costs nothing of it. Throws
   * an Error with the reason where there is no such response.
   */
  elsewhere(text: string, options?: Pick<AnalyzeOptions, 'observatory' | 'response'>): Elsewhere | null;
  /**
   * The report on a text as a document of its own: the bytes that the program prints with the same `format`,
   * `time` and options (as UTF-8). Positions in it count bytes. Nothing of the text is live in it: no markup,
   * no links, no control characters. Throws an Error with the reason where there is no such response.
   */
  report(text: string, options?: ReportOptions): string;
  /** Cookie values, credentials and tokens of any text, in order and apart. What `report` masks. */
  secrets(text: string): Secret[];
  decide(input: DecideManyInput): VerdictOrError[];
  decide(input: DecideInput): VerdictOrError;
  /** Of the responses that `analyze` would judge; the options name others, as its `response` does. */
  compare(before: string, after: string, options?: { before?: number; after?: number }): Comparison;
  /** What would let a blocked request through. Throws an Error with the reason where it can't be judged. */
  remedies(input: RemedyInput | TextRemedyInput): Remedies;
  /** What the response that `analyze` would judge allows, as a table. Throws an Error with the reason. */
  matrix(text: string, options?: Pick<AnalyzeOptions, 'response'>): Matrix;
  /**
   * From an empty text: a set made from the options alone. Throws an Error with the reason, also where a
   * text holds no response and no policy.
   */
  harden(text: string, options?: HardenOptions): Header[];
  /** The same, and what was done to each header. */
  hardenWithReasons(text: string, options?: HardenOptions): Hardened;
  /** How to get there step by step. Throws an Error with the reason where `harden` does. */
  rollout(text: string, options?: RolloutOptions): Rollout;
  /**
   * The text with a set, as `harden` gives it, written into the judged response, in the text's own
   * language; all that the set does not speak about stays as it is. Throws an Error with the reason where
   * the text can't be written.
   */
  writeInto(text: string, headers: Header[], options?: WriteIntoOptions): string;
  /** The same as the edits that do it. */
  writeIntoAsEdits(text: string, headers: Header[], options?: WriteIntoOptions & { encoding?: 'utf-8' | 'utf-16' }): Edit[];
  /** The edits, and in sentences where the set is not sent though it stands in the text: places that keep headers of their own. */
  writeIntoWithNotes(
    text: string,
    headers: Header[],
    options?: WriteIntoOptions & { encoding?: 'utf-8' | 'utf-16' },
  ): { edits: Edit[]; notes: string[] };
  /**
   * Throws an Error with the reason where the target cannot carry a value unaltered. The warnings stand
   * in the files too, as comments; so do `options.notes` (what `hardenWithReasons` gives as `changes`).
   */
  emit(headers: Header[], target: string, options?: EmitOptions): Emitted;
  /**
   * Edits of what headers say, made into edits of the text that says it: quoted, escaped or as references,
   * as the pasted language has it. They lie in values of the response that `analyze` judges, in order.
   * Throws an Error with the reason where that language can't say it.
   */
  spell(text: string, edits: Edit[], options?: Pick<AnalyzeOptions, 'response' | 'encoding'>): Edit[];
  rules(): RulesCatalogue;
  targets(): Target[];
  services(): Service[];
  /**
   * Adds parts to those that `load` was asked for; resolves once their methods can be called. Rejects where
   * their file can't be had: what was there before then still answers.
   */
  loadParts(parts: Iterable<Part>): Promise<void>;
}

/**
 * `analyse` judges an ordinary response or a policy (`analyze`, `decide`) and is always there. `texts` are what
 * findings say in `why`, `advice` and `references`, which are empty without it, and `rules`. `dialects` reads configuration, code and messages. `compare` and `peers` (`elsewhere`) are called after what they
 * do. Every other method is of `configure`.
 */
export type Part = 'analyse' | 'texts' | 'dialects' | 'configure' | 'compare' | 'peers';

/**
 * Thrown by a method whose part is not loaded, and by `analyze` where a text takes `dialects`. Load the part
 * and call again; until then, or for a moment, other calls may throw it too.
 */
export class PartNotLoaded extends Error {
  readonly part: Part;
}

/** The file `headstrong.wasm`: its address (in Node also a path), its bytes, or compiled. */
export type Wasm = string | Address | ArrayBuffer | ArrayBufferView | WasmModule;
/** A `URL`; written so that the types of the DOM or of Node are not needed. */
export interface Address {
  readonly href: string;
}
/** A `WebAssembly.Module`, where its type is known. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

/** The same in two files: `headstrong-first.wasm` and `headstrong-rest.wasm`. A function is called when it is needed. */
export interface WasmParts {
  first: Wasm | Promise<Wasm>;
  rest: Wasm | Promise<Wasm> | (() => Wasm | Promise<Wasm>);
}

export interface LoadOptions {
  /**
   * Without it the loader takes the file beside itself. Handing over a compiled module makes further
   * instances cheap and asks the network for nothing.
   */
  wasm?: Wasm | WasmParts | Promise<Wasm | WasmParts>;
  /**
   * Without it everything is loaded from `headstrong.wasm`. With it only `headstrong-first.wasm` is, until a
   * part other than `analyse` is asked for: then `headstrong-rest.wasm` follows. Without `peers`, reports
   * have no `elsewhere`.
   */
  parts?: Iterable<Part>;
}

/** A fresh instance. After a WebAssembly.RuntimeError an instance must not be used again. */
export function load(options?: LoadOptions): Promise<Headstrong>;
