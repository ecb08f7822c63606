'use strict';
(() => {
  const { tables, charts, store } = JSON.parse(document.getElementById('data').textContent);
  // Marks carry the number of their row, whatever Vega makes of the rest.
  for (const rows of Object.values(tables)) rows.forEach((row, index) => { row.row_index = index; });

  // Figures show one value of each of these at a time, chosen by the reader.
  const CHOICES = [
    ['way_to', 'way to', 'cell-best'],
    ['network_depth', 'layers L', null],
    ['eta', 'eta', 0.5],
    ['quantile', 'quantile of depth', 0.9],
    ['pairing', 'pairs of equal', 'width'],
    ['metric', 'singularity metric', 'overlap_mean_max'],
  ];
  // Panels are made for the values of this field; kinds of minima are told apart by family as well.
  const PANEL = { 'slope-dimension': [], kinds: ['family', 'input_dimension'],
    contrasts: ['control_family', 'input_dimension'], trajectories: ['initialization', 'input_dimension'],
    'loss-steps': ['initialization', 'input_dimension'], default: ['input_dimension'] };
  // Rows without this value have nothing to draw.
  const NEEDS = { 'climb-width': 'depth_upper', 'depth-width': 'depth', 'slope-dimension': 'slope', 'bound-ratio': 'bound_ratio_max',
    trajectories: '@metric' };
  const NAMES = { input_dimension: 'n', family: 'family' };

  const chosen = {};
  const form = document.getElementById('choice');
  const compare = (a, b) => (a > b) - (a < b);
  const values = (rows, field) =>
    [...new Set(rows.map((row) => row[field]).filter((v) => v !== null && v !== undefined))].sort(compare);

  for (const [field, label, preferred] of CHOICES) {
    const options = values(Object.values(tables).flat(), field);
    if (options.length === 0) continue;
    chosen[field] = options.includes(preferred) ? preferred : options[0];
    if (options.length === 1) continue;
    const select = document.createElement('select');
    select.id = `choose-${field}`;
    for (const option of options) {
      select.add(new Option(String(option), JSON.stringify(option), false, option === chosen[field]));
    }
    select.addEventListener('change', () => { chosen[field] = JSON.parse(select.value); draw(); });
    const wrapper = document.createElement('label');
    wrapper.append(`${label} `, select);
    form.append(wrapper);
  }
  if (!form.children.length) form.remove();

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Families differ by shape and dash as well as by a colour whose lightness differs, so that they can be
  // told apart in greyscale and by everyone.
  const families = values(Object.values(tables).flat(), 'family');
  const scales = () => {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    return dark
      ? ['#ffffff', '#f2b134', '#56b4e9', '#c98bb9', '#4fc3a1', '#e8713c']
      : ['#000000', '#b35900', '#0072b2', '#7a3b69', '#00785a', '#8a8a00'];
  };
  const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-right', 'cross'];
  const DASHES = [[1, 0], [8, 3], [2, 2], [8, 2, 2, 2], [4, 4], [12, 4]];

  const config = () => ({
    background: css('--paper'),
    font: 'system-ui, sans-serif',
    axis: { labelColor: css('--ink'), titleColor: css('--ink'), gridColor: css('--line'), gridOpacity: 0.5,
      domainColor: css('--faint'), tickColor: css('--faint'), titleFontWeight: 'normal' },
    legend: { labelColor: css('--ink'), titleColor: css('--ink'), orient: 'bottom', columns: 2, symbolLimit: 20 },
    view: { stroke: null },
    text: { color: css('--ink') }, rule: { color: css('--ink') },
  });

  const fill = (definition) => {
    // Definitions name what only the page knows: the families, their look and the colours of text.
    const known = { '@families': families, '@colors': scales().slice(0, families.length),
      '@shapes': SHAPES.slice(0, families.length), '@dashes': DASHES.slice(0, families.length),
      '@ink': css('--ink'), '@paper': css('--paper'), '@metric': chosen.metric };
    return JSON.parse(JSON.stringify(definition), (key, value) =>
      typeof value === 'string' && value in known ? known[value] : value);
  };

  const select = (rows) => rows.filter((row) =>
    Object.entries(chosen).every(([field, value]) => !(field in row) || row[field] === value));

  const panels = (rows, fields) => {
    let groups = [{ title: [], rows }];
    for (const field of fields) {
      groups = groups.flatMap((group) => values(group.rows, field).map((value) => ({
        title: [...group.title, field === 'family' || field === 'initialization' ? value : field === 'control_family' ? `against ${value}`
          : `${NAMES[field]} = ${value}`],
        rows: group.rows.filter((row) => row[field] === value),
      })));
    }
    return groups;
  };

  // The stored rows that a row of this page was made from, as a query that DuckDB answers.
  const BEHIND = { climbs: 'depths', widths: 'depths', fits: 'depths', comparisons: 'depths', skips: 'depths', kinds: 'trials', cost: 'trials',
    singularities: 'trials', contrasts: 'trials', correlations: 'trials', trajectories: 'trajectories' };
  const KEYS = ['trial_id', 'network_depth', 'input_dimension', 'eta', 'minimum_kind'];
  const equal = (field, value) => `${field} = ${typeof value === 'number' ? value : `'${value}'`}`;
  const network = (family, width) =>
    [equal('family', family), ...(width === undefined ? [] : [equal('width', width)])].join(' AND ');

  const query = (table, row) => {
    const source = table === 'cost' && row.stage === 'depths' ? 'depths' : BEHIND[table];
    const control = row.control_family ?? (table === 'comparisons' || table === 'skips' ? 'plain' : null);
    const own = network(row.family, row.width);
    const conditions = [control === null ? own
      : `(${own} OR ${network(control, row.control_width ?? row.plain_width)})`,
    ...KEYS.filter((key) => (row[key] ?? null) !== null).map((key) => equal(key, row[key])),
    ...(table === 'climbs' ? [equal('target', row.way_to.split(' ')[0])] : []),
    ...(source === 'depths' && table !== 'cost' && table !== 'climbs' ? ["target = 'reference'"] : []),
    ...(table === 'widths' || table === 'fits' ? ['covered'] : [])];
    const folder = store.replace(/^file:(\/\/)?/, '');
    return `SELECT * FROM '${folder}/${source}/*.parquet' WHERE ${conditions.join(' AND ')}`;
  };

  // Opens the table of a figure at a row and says what is behind it.
  const show = (section, index) => {
    const details = section.querySelector('details');
    const table = details.querySelector('table');
    const row = table.querySelector(`tr[data-row="${index}"]`);
    details.open = true;
    table.querySelectorAll('tr.marked').forEach((other) => other.classList.remove('marked'));
    row.classList.add('marked');
    row.scrollIntoView({ block: 'center' });
    row.querySelector('button').focus();
    let behind = details.querySelector('.behind');
    if (!behind) {
      behind = Object.assign(document.createElement('p'), { className: 'behind' });
      behind.setAttribute('role', 'status');
      details.append(behind);
    }
    const name = table.dataset.rows;
    const code = document.createElement('code');
    code.textContent = query(name, tables[name][index]);
    behind.replaceChildren('The stored rows behind it: ', code);
  };

  // Sums have no row of their own: the first row that they are made of stands for them.
  const rowOf = (datum, rows) => {
    if (Number.isInteger(datum?.row_index)) return datum.row_index;
    const shared = ['family', 'width', 'minimum_kind'].filter((key) => datum && key in datum);
    return shared.length === 0 ? undefined
      : rows.find((row) => shared.every((key) => row[key] === datum[key]))?.row_index;
  };

  const save = (view, name) => view.toSVG().then((svg) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    link.download = `${name}.svg`;
    link.click();
    URL.revokeObjectURL(link.href);
  });

  async function drawChart(place) {
    const { chart, table, heading } = place.dataset;
    const need = NEEDS[chart] === '@metric' ? chosen.metric : NEEDS[chart];
    const rows = select(tables[table]).filter((row) => !(chart in NEEDS) || (row[need] ?? null) !== null);
    place.replaceChildren();
    if (rows.length === 0) {
      place.textContent = 'No rows for this choice.';
      return;
    }
    for (const panel of panels(rows, PANEL[chart] || PANEL.default)) {
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      const holder = document.createElement('div');
      const title = panel.title.join(', ');
      caption.append(Object.assign(document.createElement('span'), { textContent: title }));
      holder.setAttribute('role', 'img');
      holder.setAttribute('aria-label', `${heading}${title ? ', ' + title : ''}: ${panel.rows.length} rows, listed below`);
      figure.append(caption, holder);
      place.append(figure);
      const definition = fill(charts[chart]);
      definition.data = { values: panel.rows };
      definition.width = Math.max(220, holder.clientWidth);
      definition.height = 300;
      definition.autosize = { type: 'fit', contains: 'padding' };
      definition.config = config();
      const compiled = vegaLite.compile(definition).spec;
      const view = new vega.View(vega.parse(compiled), { renderer: 'svg' }).initialize(holder);
      view.addEventListener('click', (event, item) => {
        const index = rowOf(item?.datum, panel.rows);
        if (index !== undefined) show(place.closest('section'), index);
      });
      await view.runAsync();
      holder.querySelector('svg')?.setAttribute('aria-hidden', 'true');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Save SVG';
      button.setAttribute('aria-label', `Save figure ${heading} ${title} as SVG`);
      button.addEventListener('click', () => save(view, [chart, ...panel.title].join('-').replace(/[^\w.-]+/g, '_')));
      caption.append(button);
    }
  }

  // Figures are drawn one after another: a choice made meanwhile starts over.
  let round = 0;
  async function draw() {
    const mine = ++round;
    document.body.dataset.figures = 'drawing';
    for (const place of document.querySelectorAll('.panels')) {
      if (mine !== round) return;
      await drawChart(place);
    }
    document.body.dataset.figures = 'drawn';
  }

  for (const table of document.querySelectorAll('section > details table')) {
    if (!(table.dataset.rows in BEHIND)) continue;
    [...table.tBodies[0].rows].forEach((row, index) => {
      row.dataset.row = index;
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: '\u2192' });
      button.setAttribute('aria-label', `The stored rows behind row ${index + 1}`);
      button.addEventListener('click', () => show(table.closest('section'), index));
      row.cells[0].prepend(button);
    });
  }

  for (const table of document.querySelectorAll('table')) {
    const headers = [...table.tHead.rows[0].cells];
    const verdict = headers.findIndex((header) => header.textContent === 'verdict');
    if (verdict >= 0) {
      for (const row of table.tBodies[0].rows) {
        row.cells[verdict].classList.add(`verdict-${row.cells[verdict].textContent}`);
      }
    }
    headers.forEach((header, column) => header.firstElementChild.addEventListener('click', () => {
      const descending = header.getAttribute('aria-sort') === 'ascending';
      headers.forEach((other) => other.removeAttribute('aria-sort'));
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const key = (row) => {
        const cell = row.cells[column];
        const text = cell.dataset.value ?? cell.textContent;
        return text === '' ? null : cell.classList.contains('n') ? Number(text) : text;
      };
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        return descending ? compare(y, x) : compare(x, y);
      });
      table.tBodies[0].append(...rows);
    }));
  }

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) { width = innerWidth; draw(); }
  });
  draw();
})();
