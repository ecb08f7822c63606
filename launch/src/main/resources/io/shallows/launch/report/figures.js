'use strict';
// Figures and tables beside the first one. Those in folds are made when their fold opens.
(() => {
  const s = shallows;
  const { tables } = s;

  // How each figure is drawn from the rows of its table: its definition, in which $metric is the one chosen.
  const drawn = (name) => {
    const of = s.page.charts[name];
    const at = (field) => field && ((row) => row[field === '$metric' ? chosen.metric : field]);
    const is = (test) => test && ((row) => row[test.field] === test.equals);
    return { x: { kind: of.x.scale, at: at(of.x.field), label: of.x.title === '$metric' ? chosen.metric : of.x.title },
      y: at(of.y.field), kind: of.y.scale, labelY: of.y.title, low: at(of.low), high: at(of.high), lines: of.lines, lineOf: at(of.line),
      second: at(of.second), tick: at(of.tick), rules: of.rules, span: of.span, order: at(of.order), open: is(of.open), cross: is(of.cross),
      dots: of.dots === false ? () => false : is(of.dots) };
  };
  const NAMES = { input_dimension: 'n', network_depth: 'L' };

  // Figures show one value of each of these at a time; at first that with most to show.
  const CHOICES = [['network_depth', 'layers L'], ['eta', 'eta'], ['quantile', 'quantile of depth'], ['pairing', 'pairs of equal'], ['metric', 'singularity metric']];
  const PREFERRED = { quantile: 0.9, pairing: 'width', metric: 'overlap_mean_max' };
  const chosen = {};
  const form = document.getElementById('rest-choice');
  const counted = [...tables.widths.filter((r) => s.known(r.depth)), ...tables.fits.filter((r) => s.known(r.slope)),
    ...['singularities', 'contrasts', 'correlations', 'comparisons'].flatMap((name) => tables[name])];
  for (const [field, label] of CHOICES) {
    const all = Object.entries(tables).filter(([name]) => !['climbs', 'annihilations', 'suprema'].includes(name)).flatMap(([, rows]) => rows);
    const options = s.values(all, field);
    if (options.length === 0) continue;
    const count = (value) => counted.filter((row) => row[field] === value).length;
    chosen[field] = options.includes(PREFERRED[field]) ? PREFERRED[field] : options.reduce((a, b) => (count(b) > count(a) ? b : a));
    if (options.length === 1) continue;
    const select = s.html(s.html(form, 'label', {}, `${label} `), 'select', { id: `choose-${field}` });
    for (const option of options) select.add(new Option(String(option), JSON.stringify(option), false, option === chosen[field]));
    select.addEventListener('change', () => { chosen[field] = JSON.parse(select.value); redraw(); });
  }
  if (!form.children.length) form.remove();

  const select = (rows) => rows.filter((row) => Object.entries(chosen).every(([field, value]) => !(field in row) || row[field] === value));
  const panels = (rows, fields) => {
    let groups = [{ title: [], rows }];
    for (const field of fields) {
      groups = groups.flatMap((group) => s.values(group.rows, field).map((value) => ({
        title: [...group.title, field === 'control_family' ? `against ${value}` : NAMES[field] ? `${NAMES[field]} = ${value}` : value],
        rows: group.rows.filter((row) => row[field] === value) })));
    }
    return groups;
  };

  function drawFigure(place) {
    const { chart, table } = place.dataset;
    const heading = place.closest('details, section').querySelector('summary, h2').textContent;
    place.replaceChildren();
    const of = s.page.charts[chart];
    const need = of.needs === '$metric' ? chosen.metric : of.needs;
    const rows = select(tables[table]).filter((row) => !need || s.known(row[need]));
    if (rows.length === 0) {
      place.textContent = 'No rows for this choice.';
      return;
    }
    const grid = s.html(place, 'div', { class: 'panels' });
    const names = new Set();
    for (const panel of panels(rows, of.panels)) {
      const title = panel.title.join(', ');
      const figure = s.html(grid, 'figure');
      const caption = s.html(figure, 'figcaption');
      s.html(caption, 'span', {}, title);
      const plot = s.plot(figure, { ...drawn(chart), rows: panel.rows, label: `${heading}${title ? `, ${title}` : ''}: ${panel.rows.length} rows, listed below`,
        pick: (row) => show(place.parentElement.querySelector('details[data-rows]'), row.row_index) });
      plot.names.forEach((name) => names.add(name));
      s.save(caption, () => plot.root, [chart, ...panel.title].join('-'));
    }
    s.legend(place, [...names].sort((a, b) => s.families.indexOf(a) - s.families.indexOf(b)), Boolean(of.lines));
  }

  // Kinds of end points: a column per width, by family.
  const KINDS = ['global', 'smooth-strict', 'smooth-flat', 'kink', 'kink-unresolved', 'saddle', 'not-stationary'];
  const KIND_WORDS = { global: 'global', 'smooth-strict': 'strict minimum', 'smooth-flat': 'flat minimum', kink: 'minimum on kinks', 'kink-unresolved': 'on kinks, unresolved',
    saddle: 'saddle', 'not-stationary': 'not proven stationary' };
  function drawKinds() {
    const place = document.getElementById('kinds-figure');
    if (!place) return;
    place.replaceChildren();
    const width = Math.max(280, place.clientWidth || 640);
    const names = s.families.filter((name) => tables.kinds.some((row) => row.family === name));
    const bars = names.flatMap((name) => s.values(tables.kinds.filter((row) => row.family === name), 'width').map((m) => [name, m]));
    const perRow = Math.max(1, Math.floor(width / Math.max(26, Math.min(70, width / bars.length))));
    const kinds = KINDS.filter((kind) => tables.kinds.some((row) => row.minimum_kind === kind));
    const lines = [];
    for (const bar of bars) {
      if (lines.length === 0 || lines.at(-1).length === perRow) lines.push([]);
      lines.at(-1).push(bar);
    }
    const rowHeight = 150;
    const root = s.svg(place, 'svg', { viewBox: `0 0 ${width} ${rowHeight * lines.length + 4}`, width, height: rowHeight * lines.length + 4, role: 'img',
      'aria-label': `Kinds of end points by family and width; listed in the table kinds below` });
    const defs = s.svg(root, 'defs');
    const pattern = (kind, d, extra = {}) => {
      const one = s.svg(defs, 'pattern', { id: `kind-${kind}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' });
      s.svg(one, 'rect', { width: 6, height: 6, class: extra.back ?? 'k-back' });
      if (d) s.svg(one, 'path', { d, class: 'k-line' });
    };
    pattern('global', '');
    pattern('smooth-strict', '', { back: 'k-dark' });
    pattern('smooth-flat', '', { back: 'k-middle' });
    pattern('kink', 'M-1 7L7 -1M-4 4L4 -4M2 10L10 2');
    pattern('kink-unresolved', 'M3 0V6M0 3H6');
    pattern('saddle', 'M2 3h1.5M5 0h1.5');
    pattern('not-stationary', 'M0 1H6M0 4H6');
    const cell = Math.min(110, width / Math.min(perRow, bars.length));
    lines.forEach((line, i) => {
      let before = null;
      line.forEach(([name, m], j) => {
        const rows = tables.kinds.filter((row) => row.family === name && row.width === m);
        const all = rows.reduce((sum, row) => sum + row.trials, 0);
        const left = j * cell + (name === before ? 1 : 5);
        let y = i * rowHeight + 20;
        if (name !== before) {
          s.svg(root, 'text', { x: left, y: i * rowHeight + 13, 'font-weight': 600 }, name);
          before = name;
        }
        for (const kind of kinds) {
          const trials = rows.filter((row) => row.minimum_kind === kind).reduce((sum, row) => sum + row.trials, 0);
          if (trials === 0) continue;
          const h = (110 * trials) / all;
          const bar = s.svg(root, 'rect', { class: 'kind pick', x: left.toFixed(1), y: y.toFixed(1), width: (cell - 7).toFixed(1), height: h.toFixed(1), fill: `url(#kind-${kind})` });
          s.svg(bar, 'title', {}, `${name}, m = ${m}: ${trials} of ${all} ${KIND_WORDS[kind]}`);
          bar.addEventListener('click', () => show(document.querySelector('#kinds details'), rows.find((row) => row.minimum_kind === kind).row_index));
          y += h;
        }
        s.svg(root, 'text', { class: 'soft', x: (left + (cell - 7) / 2).toFixed(1), y: i * rowHeight + 143, 'text-anchor': 'middle' }, cell < 40 ? String(m) : `m = ${m}`);
      });
    });
    const list = s.html(place, 'ul', { class: 'legend' });
    const total = tables.kinds.reduce((sum, row) => sum + row.trials, 0);
    for (const kind of kinds) {
      const item = s.html(list, 'li');
      const key = s.svg(item, 'svg', { width: 16, height: 14, 'aria-hidden': 'true' });
      s.svg(key, 'rect', { class: 'kind', x: 0.5, y: 0.5, width: 15, height: 13, fill: `url(#kind-${kind})` });
      const count = tables.kinds.filter((row) => row.minimum_kind === kind).reduce((sum, row) => sum + row.trials, 0);
      s.html(item, 'span', {}, `${KIND_WORDS[kind]}: ${count} (${s.percent(count / total)})`);
    }
    s.save(place, () => root, 'kinds');
  }

  // The stored rows that a row of this page was made from, as a query that DuckDB answers.
  const BEHIND = { climbs: 'depths', widths: 'depths', fits: 'depths', comparisons: 'depths', skips: 'depths', kinds: 'trials', cost: 'trials',
    singularities: 'trials', suprema: 'suprema', contrasts: 'trials', correlations: 'trials', trajectories: 'trajectories' };
  const KEYS = ['trial_id', 'problem_id', 'network_depth', 'input_dimension', 'eta', 'minimum_kind', 'target', 'drop'];
  const equal = (field, value) => `${field === 'drop' ? '"drop"' : field} = ${typeof value === 'number' ? value : `'${value}'`}`;
  const network = (name, width) => [equal('family', name), ...(width === undefined ? [] : [equal('width', width)])].join(' AND ');
  const query = (table, row) => {
    const source = table === 'cost' && row.stage === 'depths' ? 'depths' : BEHIND[table];
    const control = row.control_family ?? (table === 'comparisons' || table === 'skips' ? 'plain' : null);
    const own = network(row.family, row.width);
    const conditions = [control === null ? own : `(${own} OR ${network(control, row.control_width ?? row.plain_width)})`,
      ...KEYS.filter((key) => s.known(row[key])).map((key) => equal(key, row[key])),
      ...(source === 'depths' && table !== 'cost' && table !== 'climbs' ? ["target = 'reference'"] : []),
      ...(table === 'widths' || table === 'fits' || table === 'climbs' ? ['covered'] : [])];
    return `SELECT * FROM '${s.page.store.replace(/^file:(\/\/)?/, '')}/${source}/*.parquet' WHERE ${conditions.join(' AND ')}`;
  };

  // Opens the rows behind a figure at one of them and says what is stored behind it.
  function show(rows, index) {
    const name = rows.dataset.rows;
    for (let fold = rows; fold; fold = fold.parentElement.closest('details')) fold.open = true;
    fill(rows);
    const table = rows.querySelector('table');
    const row = table.querySelector(`tr[data-row="${index}"]`);
    table.querySelectorAll('tr.marked').forEach((other) => other.classList.remove('marked'));
    row.classList.add('marked');
    row.scrollIntoView({ block: 'center' });
    row.querySelector('button').focus();
    const behind = rows.querySelector('.behind') ?? s.html(rows, 'p', { class: 'behind', role: 'status' });
    behind.replaceChildren('The stored rows behind it: ');
    s.html(behind, 'code', {}, query(name, tables[name][index]));
  }

  const four = (value) => {
    const size = Math.abs(value);
    if (Number.isInteger(value) && size < 1e6) return String(value);
    return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
  };

  // A table, made once: its rows stand in the data of the page.
  function fill(fold) {
    if (fold.querySelector('table')) return;
    const name = fold.dataset.rows;
    const { caption, fields, rows } = s.page.tables[name];
    const region = s.html(fold, 'div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption });
    const table = s.html(region, 'table', { 'data-rows': name });
    s.html(table, 'caption', {}, caption);
    const head = s.html(s.html(table, 'thead'), 'tr');
    for (const field of fields) s.html(s.html(head, 'th', { scope: 'col' }), 'button', { type: 'button', title: field.definition }, field.name);
    const body = s.html(table, 'tbody');
    rows.forEach((row, index) => {
      const line = s.html(body, 'tr', { 'data-row': index });
      row.forEach((cell, i) => {
        if (typeof cell === 'number') s.html(line, 'td', { class: 'n', 'data-value': String(cell) }, four(cell));
        else {
          const td = s.html(line, 'td', {}, s.known(cell) ? String(cell) : '');
          if (td.textContent.length > 40) td.classList.add('long');
          if (fields[i].name === 'verdict') td.classList.add(`verdict-${cell}`);
        }
      });
      if (name in BEHIND) {
        const button = s.html(null, 'button', { type: 'button', 'aria-label': `The stored rows behind row ${index + 1}` }, '\u2192');
        button.addEventListener('click', () => show(fold, index));
        line.cells[0].prepend(button);
      }
    });
    sortable(table);
  }

  function sortable(table) {
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, column) => header.firstElementChild.addEventListener('click', () => {
      const descending = header.getAttribute('aria-sort') === 'ascending';
      headers.forEach((other) => other.removeAttribute('aria-sort'));
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const key = (row) => {
        const cell = row.cells[column];
        const text = cell.dataset.value ?? cell.textContent;
        return text === '' ? null : cell.classList.contains('n') ? Number(text) : text;
      };
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        return descending ? s.compare(y, x) : s.compare(x, y);
      }));
    }));
  }

  function fillDefinitions(fold) {
    if (fold.querySelector('dl')) return;
    for (const table of Object.values(s.page.tables)) {
      s.html(fold, 'h3', {}, table.caption);
      const list = s.html(fold, 'dl', { class: 'definitions' });
      for (const field of table.fields) {
        s.html(s.html(list, 'dt'), 'code', {}, field.name);
        s.html(list, 'dd', {}, field.definition);
      }
    }
  }

  function openFold(fold) {
    if (fold.dataset.rows) fill(fold);
    if (fold.id === 'definitions') fillDefinitions(fold);
    const place = fold.querySelector(':scope > .chart');
    if (place && !place.firstChild) drawFigure(place);
  }
  for (const fold of document.querySelectorAll('details')) {
    fold.addEventListener('toggle', () => { if (fold.open) openFold(fold); });
    if (fold.open) openFold(fold);
  }

  // A cell of the verdicts tells its reason.
  for (const button of document.querySelectorAll('#verdicts td button')) {
    button.addEventListener('click', () => {
      const row = tables.fits[Number(button.dataset.row)];
      document.querySelectorAll('#verdicts td button[aria-pressed=true]').forEach((other) => other.setAttribute('aria-pressed', 'false'));
      button.setAttribute('aria-pressed', 'true');
      const why = document.getElementById('why');
      why.replaceChildren();
      s.html(why, 'strong', {}, `${row.family}, L = ${row.network_depth}, n = ${row.input_dimension}, eta = ${row.eta}: ${row.verdict}. `);
      why.append(`${row.reason}. ${row.minima} covered minima of ${row.problems} problems at ${row.widths} widths.`);
    });
  }

  for (const line of document.querySelectorAll('#next .command')) s.copies(line, line.querySelector('code'));

  function redraw() {
    for (const place of document.querySelectorAll('.chart')) if (place.firstChild) drawFigure(place);
  }
  function openAsked() {
    const asked = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (asked?.tagName === 'DETAILS') { asked.open = true; openFold(asked); asked.scrollIntoView(); }
  }
  addEventListener('hashchange', openAsked);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    (s.draws ?? []).forEach((draw) => draw());
    drawKinds();
    redraw();
  });
  drawKinds();
  document.querySelectorAll('#suprema figure').forEach((figure, i) => s.save(figure, () => figure.querySelector('svg'), `suprema-${i + 1}`));
  for (const place of document.querySelectorAll('section > .chart')) drawFigure(place);
  openAsked();

  // While a run goes on the page that it serves asks for what is new.
  const live = document.body.dataset.live;
  if (live) {
    setInterval(() => {
      fetch('version').then((answer) => answer.text()).then((version) => { if (version !== live) location.reload(); }, () => {});
    }, 3000);
  }
  document.body.dataset.figures = 'drawn';
})();
