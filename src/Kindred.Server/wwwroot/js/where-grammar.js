// What can stand where in a filter (docs/attributes.md has the grammar). Only for suggestions: the server alone says what is wrong.
const tokens = /\[[^\]]*\]?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|<=|>=|!=|==|[=<>(),!]|[^\s()=!<>,'"[\]]+/g;
const word = /^[^\s()=!<>,'"[\]]+$/;
const keywords = ['and', 'or', 'not', 'in', 'true', 'false'];
const signs = { number: ['<', '<=', '>', '>=', '=', '!='], text: ['=', '!=', 'in ('], tags: ['=', '!=', 'in ('], boolean: [] };
const comparisons = ['=', '==', '!=', '<', '<=', '>', '>='];

const isKeyword = (token, ...which) => which.includes(token.toLowerCase());
const bare = (name) => name.replace(/^\[|\]$/g, '').toLowerCase();

/** An attribute's name as a filter takes it. */
export const quotedName = (name) => (word.test(name) && !isKeyword(name, ...keywords) ? name : `[${name}]`);

/** A text as a filter takes it: in quotes where it would be taken for something else. */
export const quoted = (text) =>
  (word.test(text) && !isKeyword(text, ...keywords) && Number.isNaN(Number(text)) ? text : `'${text.replaceAll("'", "''")}'`);

/** What may stand where a word of the grammar is expected. */
export function complete(kind, attribute) {
  const joining = [{ text: 'and' }, { text: 'or' }];
  const own = signs[attribute?.type ?? 'number'].map((text) => ({ text }));
  if (kind === 'sign') return attribute?.type === 'boolean' ? joining : own;
  return kind === 'list' ? [{ text: ',' }, { text: ')' }] : joining;
}

/**
 * What is expected where a text ends.
 * @returns kind: "name", "sign" behind a name, "value", "list" behind a value of a list, or "join" behind a condition; fragment: what has
 * been begun of it; attribute: the one that the condition is about.
 */
export function expected(text, attributes) {
  const all = text.match(tokens) ?? [];
  const isBegun = all.length > 0 && text.endsWith(all.at(-1)) && !/^[=<>(),!]/.test(all.at(-1));
  const fragment = isBegun ? all.pop() : '';
  const now = walk(all, attributes);
  // A name that is written out, and begins no other: what comes next is wanted.
  if (now.kind === 'name' && fragment) {
    const begun = attributes.filter(({ name }) => name.toLowerCase().startsWith(bare(fragment)));
    if (begun.length === 1 && begun[0].name.toLowerCase() === bare(fragment)) return { kind: 'sign', fragment: '', attribute: begun[0] };
  }
  return { ...now, fragment };
}

function walk(all, attributes) {
  let kind = 'name';
  let attribute = null;
  let isList = false;
  for (const token of all) {
    if (kind === 'name') {
      if (isKeyword(token, 'not') || token === '(') continue;
      attribute = attributes.find(({ name }) => name.toLowerCase() === bare(token))
        ?? { name: token, type: 'text', isUnknown: bare(token) !== 'id' }; // The own id is no attribute.
      kind = 'sign';
    } else if (kind === 'sign' && comparisons.includes(token)) kind = 'value';
    else if (kind === 'sign' && isKeyword(token, 'in')) isList = true;
    else if (kind === 'sign' && token === '(' && isList) kind = 'value';
    else if (kind === 'value') kind = isList ? 'list' : 'join';
    else if (kind === 'list' && token === ',') kind = 'value';
    else if (kind === 'list' && token === ')') [kind, isList] = ['join', false];
    else if (isKeyword(token, 'and', 'or')) [kind, attribute, isList] = ['name', null, false];
  }
  return { kind, attribute };
}
