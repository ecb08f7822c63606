'use strict';
// What all figures are drawn with. Colours come from classes s0 to s7 of the style sheet, so that dark and print
// need no drawing of their own; families differ by shape and dash as well.
const shallows = (() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const LOOKS = 8;
  const DASHES = ['', '8 3', '2 2', '8 2 2 2', '4 4', '12 4', '1 3', '10 2 4 2'];

  const page = JSON.parse(document.getElementById('data').textContent);
  const objects = (fields, rows) => rows.map((row, index) => {
    const object = { row_index: index };
    fields.forEach((field, i) => { object[field.name ?? field] = row[i]; });
    return object;
  });
  const tables = {};
  for (const [name, table] of Object.entries(page.tables)) tables[name] = objects(table.fields, table.rows);

  const compare = (a, b) => (a > b) - (a < b);
  const known = (value) => value !== null && value !== undefined;
  const values = (rows, field) => [...new Set(rows.map((row) => row[field]).filter(known))].sort(compare);
  const families = [...new Set([...page.families,
    ...Object.values(tables).flat().map((row) => row.family).filter(known)])];
  const look = (family) => Math.max(0, families.indexOf(family)) % LOOKS;

  // HTML and SVG elements by hand: texts are always texts.
  const html = (parent, name, attributes = {}, text = undefined) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent?.append(element);
    return element;
  };
  const svg = (parent, name, attributes = {}, text = undefined) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent?.append(element);
    return element;
  };

  const RAISED = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
  const raised = (power) => (power < 0 ? '\u207b' : '') + [...String(Math.abs(power))].map((c) => RAISED[c]).join('');
  // Three digits; whoever needs all of them finds them in the value of the element.
  const number = (value) => {
    if (!known(value)) return 'unknown';
    if (value === 0) return '0';
    const size = Math.abs(value);
    if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(3)));
    const [digits, power] = value.toExponential(2).split('e');
    return `${Number(digits)}\u00b710${raised(Number(power))}`;
  };
  const data = (parent, value) => html(parent, 'data', { value: String(value) }, number(value));
  const percent = (share) => (share > 0 && share < 0.01 ? `${Number((100 * share).toPrecision(1))}%`
    : `${Math.round(100 * share)}%`);

  const symbol = (index, x, y, r) => {
    const p = (...points) => `M${points.map(([a, b]) => `${(x + a * r).toFixed(2)} ${(y + b * r).toFixed(2)}`).join('L')}Z`;
    switch (index % LOOKS) {
      case 0: return `M${(x - r).toFixed(2)} ${y.toFixed(2)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
      case 1: return p([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
      case 2: return p([0, -1.25], [1.05, 0], [0, 1.25], [-1.05, 0]);
      case 3: return p([0, -1.15], [1.1, 0.85], [-1.1, 0.85]);
      case 4: return p([-1.15, 0], [0.85, -1.1], [0.85, 1.1]);
      case 5: return p([-1.1, -0.85], [1.1, -0.85], [0, 1.15]);
      case 6: return p([-1.1, -0.35], [-0.35, -0.35], [-0.35, -1.1], [0.35, -1.1], [0.35, -0.35], [1.1, -0.35],
        [1.1, 0.35], [0.35, 0.35], [0.35, 1.1], [-0.35, 1.1], [-0.35, 0.35], [-1.1, 0.35]);
      default: return p([0, -1.2], [1.1, -0.35], [0.7, 1], [-0.7, 1], [-1.1, -0.35]);
    }
  };

  const logTicks = (low, high, room) => {
    const [from, to] = [Math.floor(low), Math.ceil(high)];
    const step = Math.max(1, Math.ceil((to - from) / Math.max(2, room)));
    const ticks = [];
    for (let e = from; e <= to; e++) {
      if (e % step === 0) ticks.push([e, e === 0 ? '1' : e === 1 ? '10' : e === -1 ? '0.1' : `10${raised(e)}`]);
    }
    if (to - from <= 1) for (const m of [2, 5]) ticks.push([from + Math.log10(m), number(m * 10 ** from)]);
    return ticks.filter(([at]) => at >= low - 1e-9 && at <= high + 1e-9);
  };
  const linearTicks = (low, high, room) => {
    const raw = (high - low) / Math.max(2, room);
    const unit = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map((m) => m * unit).find((s) => s >= raw) ?? 10 * unit;
    const ticks = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
      ticks.push([k * step, number(Number((k * step).toPrecision(8)))]);
    }
    return ticks;
  };

  // A scale: from values to pixels, with ticks. Logarithms of what is not positive do not exist.
  const scale = (kind, all, from, to, room) => {
    if (kind === 'band') {
      const names = [...new Set(all)];
      const step = (to - from) / Math.max(1, names.length);
      return { at: (v) => from + (names.indexOf(v) + 0.5) * step, step,
        ticks: names.map((name) => [from + (names.indexOf(name) + 0.5) * step, String(name)]) };
    }
    const log = kind === 'log';
    const steps = kind === 'steps';
    const turn = log ? Math.log10 : steps ? (v) => Math.log10(1 + v) : (v) => v;
    const finite = all.filter((v) => known(v) && Number.isFinite(v) && (!log || v > 0)).map(turn);
    let low = finite.reduce((a, b) => Math.min(a, b), Infinity);
    let high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!Number.isFinite(low)) [low, high] = [0, 1];
    if (high - low < 1e-12) [low, high] = [low - (log ? 0.5 : Math.abs(low) / 2 || 0.5), high + (log ? 0.5 : Math.abs(high) / 2 || 0.5)];
    const pad = 0.04 * (high - low);
    [low, high] = [low - pad, high + pad];
    const place = (v) => from + ((v - low) / (high - low)) * (to - from);
    const marks = log ? logTicks(low, high, room)
      : steps ? [0, 1, 2, 3, 4, 5, 6, 7].map((e) => [Math.log10(1 + 10 ** e), number(10 ** e)]).filter(([v]) => v >= low && v <= high)
        : linearTicks(low, high, room);
    return { at: (v) => place(turn(v)), step: 0, ticks: marks.map(([v, text]) => [place(v), text]) };
  };

  const axes = (parent, box, x, y, labels) => {
    const group = svg(parent, 'g', { 'aria-hidden': 'true' });
    for (const [at, text] of y.ticks) {
      svg(group, 'path', { class: 'grid', d: `M${box.left} ${at.toFixed(1)}H${box.right}` });
      svg(group, 'text', { x: box.left - 6, y: (at + 4).toFixed(1), 'text-anchor': 'end' }, text);
    }
    for (const [at, text] of x.ticks) {
      svg(group, 'text', { x: at.toFixed(1), y: box.bottom + 17, 'text-anchor': 'middle' }, text);
    }
    svg(group, 'path', { class: 'axis', d: `M${box.left} ${box.bottom}H${box.right}` });
    if (labels.x) svg(group, 'text', { class: 'soft', x: (box.left + box.right) / 2, y: box.bottom + 35, 'text-anchor': 'middle' }, labels.x);
    if (labels.y) svg(group, 'text', { class: 'soft', x: 2, y: box.top - 8 }, labels.y);
  };

  // One legend per figure: shape, dash and colour of the families that are in it.
  const legend = (parent, names, dashed) => {
    const list = html(parent, 'ul', { class: 'legend' });
    for (const name of names) {
      const item = html(list, 'li');
      const key = svg(item, 'svg', { width: dashed ? 40 : 14, height: 14, 'aria-hidden': 'true', class: `s${look(name)}` });
      if (dashed) svg(key, 'path', { class: 'line', d: 'M0 7H40', 'stroke-dasharray': DASHES[look(name)] });
      svg(key, 'path', { class: 'mark', d: symbol(look(name), dashed ? 20 : 7, 7, 5) });
      html(item, 'span', {}, name);
    }
    return list;
  };

  // Points with intervals and lines, by family. See figures.js for what can be given.
  const plot = (holder, of) => {
    const width = Math.max(260, holder.clientWidth || 480);
    const height = of.height ?? 280;
    const root = svg(holder, 'svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': of.label });
    const box = { left: 58, right: width - 12, top: 24, bottom: height - 44 };
    const names = values(of.rows, 'family').sort((a, b) => families.indexOf(a) - families.indexOf(b));
    const every = [of.y, of.low, of.high, of.second, of.tick].filter(Boolean).flatMap((f) => of.rows.map(f));
    const x = scale(of.x.kind, of.rows.map(of.x.at), box.left + 10, box.right - 10, width / 90);
    const y = scale(of.kind, [...every, ...(of.rules ?? []), ...(of.span ?? [])], box.bottom - 4, box.top + 4, height / 50);
    if (of.x.kind === 'log') {
      const all = values(of.rows.map((row) => ({ v: of.x.at(row) })), 'v');
      const skip = Math.ceil(all.length / (width / 45));
      x.ticks = all.filter((v, i) => i % skip === 0).map((v) => [x.at(v), String(v)]);
    }
    axes(root, box, x, y, { x: of.x.label, y: of.labelY });
    for (const rule of of.rules ?? []) svg(root, 'path', { class: 'rule', d: `M${box.left} ${y.at(rule).toFixed(1)}H${box.right}` });
    const shows = (value) => known(value) && Number.isFinite(value) && (of.kind !== 'log' || value > 0);
    names.forEach((name, i) => {
      const group = svg(root, 'g', { class: `s${look(name)}` });
      const rows = of.rows.filter((row) => row.family === name);
      const dodge = x.step ? ((i + 0.5) / names.length - 0.5) * Math.min(0.8 * x.step, 20 * names.length) : (i - (names.length - 1) / 2) * (of.lines ? 2 : 0);
      const place = (row) => x.at(of.x.at(row)) + dodge;
      const line = (points, attributes) => points.length > 1 && svg(group, 'path', { class: 'line',
        d: `M${points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')}`, ...attributes });
      const along = (f, rowsOf) => rowsOf.filter((row) => shows(f(row))).sort((a, b) => compare(of.x.at(a), of.x.at(b)))
        .map((row) => [place(row), y.at(f(row))]);
      if (of.lines) {
        for (const key of of.lines === true ? [null] : values(rows, of.lines)) {
          const mine = key === null ? rows : rows.filter((row) => row[of.lines] === key);
          const points = of.order ? mine.filter((row) => shows(of.y(row)) && shows(of.x.at(row))).sort((a, b) => compare(of.order(a), of.order(b)))
            .map((row) => [place(row), y.at(of.y(row))]) : along(of.lineOf ?? of.y, mine.filter((row) => !of.cross?.(row)));
          line(points, { 'stroke-dasharray': key !== null && of.lines === 'stage' ? (key === 'depths' ? '4 3' : '') : DASHES[look(name)] });
        }
      }
      if (of.second) line(along(of.second, rows), { 'stroke-dasharray': '2 4', class: 'line thin' });
      for (const row of rows) {
        if (of.dots && !of.dots(row)) continue;
        if (of.low && shows(of.high(row))) {
          const bottom = shows(of.low(row)) ? y.at(of.low(row)) : box.bottom;
          svg(group, 'path', { class: 'line', d: `M${place(row).toFixed(1)} ${bottom.toFixed(1)}V${y.at(of.high(row)).toFixed(1)}` });
        }
        if (of.tick && shows(of.tick(row))) svg(root, 'path', { class: 'tick', d: `M${(place(row) - 9).toFixed(1)} ${y.at(of.tick(row)).toFixed(1)}h18` });
        if (!shows(of.y(row))) continue;
        const [a, b] = [place(row), y.at(of.y(row))];
        const mark = of.cross?.(row)
          ? svg(group, 'path', { class: 'line pick', d: `M${a - 4} ${b - 4}l8 8m0 -8l-8 8` })
          : svg(group, 'path', { class: `mark pick${of.open?.(row) ? ' open' : ''}`, d: symbol(look(name), a, b, 4.5) });
        mark.addEventListener('click', () => of.pick?.(row));
      }
    });
    return { root, names };
  };

  // A drawing that stands alone: what the style sheet says is written into it.
  const KEPT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'fill-opacity', 'font-size', 'font-family', 'font-weight', 'opacity'];
  const alone = (drawing) => {
    const copy = drawing.cloneNode(true);
    copy.setAttribute('xmlns', SVG);
    copy.removeAttribute('aria-hidden');
    const [from, to] = [drawing.querySelectorAll('*'), copy.querySelectorAll('*')];
    from.forEach((element, i) => {
      const style = getComputedStyle(element);
      for (const key of KEPT) {
        const value = style.getPropertyValue(key);
        if (value) to[i].setAttribute(key, value.replace(/"/g, "'"));
      }
      for (const key of ['class', 'tabindex', 'role', 'aria-selected', 'aria-hidden']) to[i].removeAttribute(key);
    });
    const back = svg(null, 'rect', { width: '100%', height: '100%', fill: getComputedStyle(document.body).backgroundColor });
    copy.prepend(back);
    return new XMLSerializer().serializeToString(copy);
  };
  const save = (parent, drawing, name) => {
    const button = html(parent, 'button', { type: 'button', class: 'save', 'aria-label': `Save SVG of figure ${name}` }, 'Save SVG');
    button.addEventListener('click', () => {
      const link = html(null, 'a', { download: `${name.replace(/[^\w.-]+/g, '_')}.svg` });
      link.href = URL.createObjectURL(new Blob([alone(drawing())], { type: 'image/svg+xml' }));
      link.click();
      URL.revokeObjectURL(link.href);
    });
    return button;
  };

  const quoted = (word) => (/^[\w./:@%+=,~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  const command = (parent, text) => {
    const line = html(parent, 'p', { class: 'command' });
    const code = html(line, 'code', {}, text);
    copies(line, code);
    return line;
  };
  const copies = (line, code) => {
    const button = html(line, 'button', { type: 'button', 'aria-label': `Copy ${code.textContent}` }, 'Copy');
    button.addEventListener('click', () => {
      getSelection().selectAllChildren(code);
      navigator.clipboard?.writeText(code.textContent).then(() => { button.textContent = 'Copied'; }, () => {});
    });
  };

  return { page, tables, objects, families, look, known, values, compare, html, svg, symbol, scale, axes, legend, plot, save, alone,
    number, data, percent, command, copies, quoted };
})();
