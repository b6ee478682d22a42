// Microsoft's language service for Kusto, run without an editor, over queries of Azure Monitor.
//
//   node kqlcheck.mjs --modules DIR --tables tables.kql <QUERIES
//
// DIR holds node_modules with @kusto/language-service-next; the tables stand one a line, as `NAME (column: type, …)`. QUERIES are JSON: of each place the `query`, and the `dimensions`
// that its answer must have as texts. One line a finding; exit 1 with any.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runInThisContext } from 'node:vm';

const { values } = parseArgs({ options: { modules: { type: 'string' }, tables: { type: 'string' } } });
if (!values.modules || !values.tables) {
  console.error('usage: node kqlcheck.mjs --modules DIR --tables tables.kql <QUERIES');
  process.exit(2);
}
// They are scripts of a page, not modules: what they define is global.
for (const script of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
  const file = resolve(values.modules, 'node_modules/@kusto/language-service-next', script);
  runInThisContext(readFileSync(file, 'utf8'), { filename: file });
}
const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;
// What a rule is refused for, whatever the language says.
const REFUSED = /\b(ago|now|bag_unpack|pivot|narrow|AggregatedValue)\b/;

const lines = readFileSync(values.tables, 'utf8').split('\n').filter((line) => line && !line.startsWith('//'));
const tables = lines.map((line) => new Symbols.TableSymbol.$ctor7(line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1), null));
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('logs', tables));

function faults({ query, dimensions }) {
  const code = KustoCode.ParseAndAnalyze(query, globals);
  const found = [...items(code.GetDiagnostics())].map(({ Message, Start }) => `${place(query, Start)}: ${Message}`);
  if (found.length > 0) return found;
  if (REFUSED.test(query)) found.push(`${query.match(REFUSED)[0]} is not for the query of a rule`);
  const columns = code.ResultType?.Columns ? [...items(code.ResultType.Columns)] : [];
  for (const name of dimensions) {
    const column = columns.find((each) => each.Name === name);
    if (!column) found.push(`its answer has no column ${name}, but ${columns.map((each) => each.Name).join(', ') || 'none'}`);
    else if (column.Type.Name !== 'string') found.push(`${name} is no text, but of type ${column.Type.Name}`);
  }
  return found;
}

function* items(list) {
  for (let index = 0; index < list.Count; index += 1) yield list.getItem(index);
}

function place(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1).length + 1}`;
}

const found = Object.entries(JSON.parse(readFileSync(0, 'utf8'))).flatMap(([where, query]) => faults(query).map((fault) => `${where}: ${fault}`));
for (const line of found) console.log(line);
process.exit(found.length ? 1 : 0);
