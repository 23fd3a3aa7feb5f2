// Cases for each row of the table of differences: the smallest one that shows it, and neighbours of
// that, so that a row is seen with both verdicts and its limits are probed.

const without = (object, name) => {
  const { [name]: _dropped, ...rest } = object;
  return rest;
};

/** The case with every policy's text changed by `change`. */
function withPolicies(line, change) {
  if (line.policies) return { ...line, policies: line.policies.map((p) => ({ ...p, value: change(p.value) })) };
  return { ...line, headers: line.headers.map(change) };
}

function neighboursByUrl(line) {
  const { request } = line;
  if (!/^(https?|wss?):/.test(request.url ?? '')) return [];
  const url = new URL(request.url);
  const changed = (change) => {
    const copy = new URL(url);
    change(copy);
    return { ...line, request: { ...request, url: copy.href } };
  };
  const otherScheme = { 'http:': 'https:', 'https:': 'http:', 'ws:': 'wss:', 'wss:': 'ws:' }[url.protocol];
  const neighbours = [changed((u) => { u.protocol = otherScheme; }), changed((u) => { u.port = '8081'; }), changed((u) => { u.pathname = '/elsewhere'; })];
  if (!/worker/.test(request.type)) neighbours.push(changed((u) => { u.host = 'elsewhere.test'; }));
  return neighbours;
}

/** Cases made for one row, the row's own first. */
export function casesOfRow(row) {
  const line = row.case;
  const lists = /(-src(-elem|-attr)?|form-action|base-uri|frame-ancestors)(?=[\t ;]|$)[^;,]*/g;
  const cases = [
    line,
    withPolicies(line, (value) => value.replace(lists, "$1 'none'")),
    withPolicies(line, () => "report-uri /r"),
    withPolicies(line, (value) => value.replace(/\s+\S+$/, '')),
    ...neighboursByUrl(line),
  ];
  if (line.xFrameOptions !== undefined) cases.push(without(line, 'xFrameOptions'));
  if (line.request.type === 'trusted-type-policy') cases.push({ ...line, request: { ...line.request, name: 'plain' } });
  const seen = new Set();
  return cases.filter((each) => {
    const text = JSON.stringify(each);
    return !seen.has(text) && seen.add(text);
  });
}
