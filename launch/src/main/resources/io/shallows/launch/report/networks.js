'use strict';
// The first figure: a mark for every network, and the network that was pressed beside it.
(() => {
  const s = shallows;
  const stage = document.getElementById('stage');
  if (!stage) return;
  const store = s.page.networks;
  const networks = s.objects(store.fields, store.rows);
  const depths = s.objects(['network', ...store.depth_fields, 'way'], store.depths);
  networks.forEach((network) => { network.depths = []; });
  depths.forEach((depth) => networks[depth.network].depths.push(depth));
  const climbs = s.tables.climbs;

  const LOSS = 'loss';
  const levelOf = (row) => [row.target, row.drop ?? '', row.eta ?? ''].join(' ').trim();
  const words = (row) => (row.target === 'own' ? `a loss lower by ${s.percent(row.drop)}` : row.target === 'cell-best' ? 'the best of its cell'
    : row.target === 'reference' ? `the best network of m^${row.eta} units` : row.target);
  const short = (row) => (row.target === 'own' ? `lower by ${s.percent(row.drop)}` : row.target === 'cell-best' ? 'best of its cell'
    : row.target === 'reference' ? `best of m^${row.eta} units` : row.target);
  const ORDER = ['own', 'cell-best', 'reference'];
  const levels = new Map();
  for (const row of [...climbs, ...depths].filter((r) => r.target !== 'tree')
    .sort((a, b) => (ORDER.indexOf(a.target) + 9) % 9 - (ORDER.indexOf(b.target) + 9) % 9 || s.compare(a.eta, b.eta) || s.compare(a.drop, b.drop))) {
    if (!levels.has(levelOf(row))) levels.set(levelOf(row), row);
  }
  const shapeOf = (row) => `${row.network_depth} ${row.input_dimension}`;
  const shapes = [...new Map(networks.map((n) => [shapeOf(n), n])).entries()]
    .sort(([, a], [, b]) => s.compare(a.network_depth, b.network_depth) || s.compare(a.input_dimension, b.input_dimension));
  const main = s.page.main;
  const chosen = {
    level: main ? levelOf(main) : LOSS,
    shape: main ? shapeOf(main) : shapes[0]?.[0],
    over: 'climb',
    network: null,
  };

  const form = document.getElementById('choice');
  const buttons = (name, label, options, key) => {
    if (options.length < 2) return;
    const group = s.html(form, 'div', { role: 'group', 'aria-label': label });
    s.html(group, 'span', {}, `${label} `);
    for (const [value, text] of options) {
      const button = s.html(group, 'button', { type: 'button', id: `${name}-${value.replace(/[^\w]+/g, '-')}`, 'aria-pressed': String(chosen[key] === value) }, text);
      button.addEventListener('click', () => {
        chosen[key] = value;
        for (const other of group.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
        draw();
        remember();
      });
    }
  };
  buttons('level', 'Way to', [...[...levels].map(([key, row]) => [key, short(row)]), [LOSS, 'loss at the end']], 'level');
  buttons('over', 'Height', levels.size ? [['climb', 'as it is'], ['share', 'over the loss']] : [], 'over');
  buttons('shape', 'Networks', shapes.map(([key, row]) => [key, `L = ${row.network_depth}, n = ${row.input_dimension}`]), 'shape');

  const depthAt = (network, level) => network.depths.find((depth) => levelOf(depth) === level);
  const markOf = (network) => {
    if (chosen.level === LOSS) {
      const value = network.loss_normalized ?? network.loss;
      return s.known(value) ? { network, value, open: network.minimum_kind === 'not-stationary' || network.minimum_kind === 'saddle' } : null;
    }
    const depth = depthAt(network, chosen.level);
    if (!depth) return null;
    const value = chosen.over === 'share' ? depth.depth_upper / network.loss : depth.depth_upper;
    return { network, depth, value, open: depth.depth_upper > 0 && depth.depth_upper <= (depth.depth_floor ?? 0) };
  };

  // Sideways, marks stand by the digits of their id: at random, and at the same place every time.
  const jitter = (id) => (parseInt(id.slice(0, 6), 16) || 0) / 0xffffff - 0.5;

  let marks = [];
  const hero = document.getElementById('hero');
  const note = document.getElementById('hero-note');
  function draw() {
    const shown = networks.filter((network) => shapeOf(network) === chosen.shape).map(markOf).filter(Boolean);
    hero.replaceChildren();
    const isLoss = chosen.level === LOSS;
    document.getElementById('hero-title').textContent = isLoss ? 'Where did training end?'
      : `How far must each network climb on the way to ${words(levels.get(chosen.level))}?`;
    const hidden = shown.filter((mark) => mark.open).length;
    const zero = shown.filter((mark) => mark.value === 0).length;
    note.textContent = shown.length === 0 ? 'No network has a mark for this choice.' : (isLoss
      ? `One mark per network: its loss${networks.some((n) => s.known(n.loss_normalized)) ? ' over that of the best constant' : ''}; open marks are no minima.`
      : `One mark per minimum above that level: the certified height of its lowest known way out, an upper end of its depth${hidden ? '; open marks: rounding hides the climb' : ''}. Bars: medians.`)
      + ` ${shown.length}${store.trials > networks.length ? ` of a sample of ${networks.length} of ${store.trials} networks` : ''}.`;
    if (shown.length === 0) { marks = []; return; }
    const width = Math.max(300, hero.clientWidth || 640);
    const height = width < 500 ? 340 : 400;
    const root = s.svg(null, 'svg', { viewBox: `0 0 ${width} ${height}`, width, height });
    const lane = zero ? 26 : 0;
    const box = { left: 52, right: width - 8, top: 22, bottom: height - 42 };
    const widths = s.values(networks.filter((n) => shapeOf(n) === chosen.shape), 'width');
    const x = s.scale('band', widths, box.left, box.right, 0);
    const y = s.scale('log', shown.map((mark) => mark.value).filter((v) => v > 0), box.bottom - lane - 6, box.top, height / 45);
    if (lane) y.ticks.push([box.bottom - 10, '0']);
    s.axes(root, box, x, y, { x: 'width m', y: isLoss ? 'loss' : chosen.over === 'share' ? 'climb / loss' : 'climb of the loss' });
    const names = s.families.filter((name) => shown.some((mark) => mark.network.family === name));
    const column = (name) => ((names.indexOf(name) + 0.5) / names.length - 0.5) * 0.86 * x.step;
    const room = (0.72 * x.step) / names.length;
    const size = shown.length > 600 ? 3.2 : shown.length > 200 ? 4 : 5;
    const list = s.svg(root, 'g', { role: 'listbox', 'aria-label': `${document.getElementById('hero-title').textContent} ${shown.length} networks` });
    marks = shown.map((mark) => ({ ...mark,
      x: x.at(mark.network.width) + column(mark.network.family) + room * jitter(mark.network.trial_id),
      y: mark.value > 0 ? y.at(mark.value) : box.bottom - 10 }));
    marks.sort((a, b) => s.compare(a.network.width, b.network.width)
      || names.indexOf(a.network.family) - names.indexOf(b.network.family) || s.compare(b.value, a.value));
    for (const mark of marks) {
      const { network } = mark;
      mark.element = s.svg(list, 'path', { class: `mark pick s${s.look(network.family)}${mark.open ? ' open' : ''}`, role: 'option', tabindex: -1,
        'aria-selected': 'false', 'data-id': network.trial_id, d: s.symbol(s.look(network.family), mark.x, mark.y, size),
        'aria-label': `${network.family}, width ${network.width}, ${network.initialization}, seed ${network.seed}: ${isLoss ? 'loss' : 'climbs at most'} ${s.number(mark.value)}${mark.open ? (isLoss ? ', no minimum' : ', hidden by rounding') : ''}` });
      mark.element.addEventListener('click', () => pick(network));
    }
    if (!isLoss) {
      for (const row of climbs.filter((r) => levelOf(r) === chosen.level && shapeOf(r) === chosen.shape)) {
        const median = chosen.over === 'share' ? row.depth_over_loss_median : row.depth_median;
        const at = median > 0 ? y.at(median) : box.bottom - 10;
        const middle = x.at(row.width) + column(row.family);
        s.svg(root, 'path', { class: `median s${s.look(row.family)}`, 'data-value': String(median),
          d: `M${(middle - room / 2 - 3).toFixed(1)} ${at.toFixed(1)}h${(room + 6).toFixed(1)}` });
      }
    }
    hero.append(root);
    const foot = s.html(hero, 'figcaption');
    s.legend(foot, names, false);
    s.save(foot, () => root, `networks ${chosen.level}`);
    const selected = marks.find((mark) => mark.network === chosen.network) ?? null;
    const first = selected ?? marks.reduce((a, b) => (b.value > a.value ? b : a));
    first.element.setAttribute('tabindex', '0');
    pick(first.network);
  }

  hero.addEventListener('keydown', (event) => {
    const at = marks.findIndex((mark) => mark.element === event.target);
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (to !== undefined) {
      const next = marks[Math.max(0, Math.min(marks.length - 1, to))].element;
      event.target.setAttribute('tabindex', '-1');
      next.setAttribute('tabindex', '0');
      next.focus();
      event.preventDefault();
    } else if (event.key === 'Enter' || event.key === ' ') {
      pick(marks[at].network);
      event.preventDefault();
    }
  });

  const KINDS = { kink: 'local minimum on kinks', 'smooth-flat': 'local minimum with flat directions', 'smooth-strict': 'strict local minimum',
    global: 'global minimum', saddle: 'saddle: no minimum', 'not-stationary': 'not proven stationary', 'kink-unresolved': 'on kinks, unresolved' };
  const brief = (id) => id.slice(0, 8);
  const side = document.getElementById('side');
  function pick(network) {
    chosen.network = network;
    for (const mark of marks) {
      const isThis = mark.network === network;
      mark.element.setAttribute('aria-selected', String(isThis));
      mark.element.classList.toggle('chosen', isThis);
    }
    tell(network);
    if (document.activeElement?.closest?.('#hero')) remember();
  }
  function remember() {
    if (chosen.network) history.replaceState(null, '', `#network-${brief(chosen.network.trial_id)}`);
  }

  function tell(network) {
    side.replaceChildren();
    side.dataset.id = network.trial_id;
    s.html(side, 'h3', {}, `${network.family}, ${network.width} units, ${brief(network.trial_id)}`);
    s.html(side, 'p', { class: 'soft' }, `L = ${network.network_depth}, n = ${network.input_dimension}, ${network.initialization}, seed ${network.seed}, `
      + `${network.parameter_count} parameters, ${network.status}`);
    const level = chosen.level === LOSS ? network.depths.find((depth) => depth.target !== 'tree') : depthAt(network, chosen.level) ?? network.depths.find((depth) => depth.target !== 'tree');
    if (level) way(network, level);
    const list = s.html(side, 'dl');
    const say = (name) => { s.html(list, 'dt', {}, name); return s.html(list, 'dd'); };
    say('kind').append(`${KINDS[network.minimum_kind] ?? network.minimum_kind}${network.active_kinks ? `, ${network.active_kinks} active kinks` : ''}`);
    const loss = say('loss');
    s.data(loss, network.loss);
    if (s.known(network.loss_normalized)) { loss.append(', '); s.data(loss, network.loss_normalized); loss.append(' of the best constant\'s'); }
    for (const depth of network.depths.filter((d) => d.target !== 'tree')) bracket(say(short(depth)), depth);
    if (network.depths.length === 0) {
      say('depth').append(network.minimum_kind === 'global' ? 'nothing is lower' : ['saddle', 'not-stationary'].includes(network.minimum_kind)
        ? 'none, since this is no proven minimum' : 'not measured');
    }
    if (level && s.known(level.bound_explicit)) {
      const bound = say('theory allows');
      s.data(bound, level.bound_explicit);
      bound.append(` (${level.bound_kind}); the way uses ${s.percent(level.depth_upper / level.bound_explicit)} of it`);
    }
    if (s.known(network.hessian_min)) {
      const least = say('least curvature');
      s.data(least, network.hessian_min);
      if (s.known(network.hessian_min_certified)) { least.append(', proven at least '); s.data(least, network.hessian_min_certified); }
    }
    if (s.known(network.degenerate_share)) {
      const spectrum = say('spectrum');
      s.data(spectrum, network.degenerate_share);
      spectrum.append(' of eigenvalues are 0, ');
      s.data(spectrum, network.negative_share);
      spectrum.append(' negative, largest ');
      s.data(spectrum, network.hessian_radius);
      spectrum.append(network.spectrum_exact ? '' : ' (estimated)');
    }
    const more = s.html(side, 'div', { class: 'commands' });
    const uri = s.quoted(s.page.store);
    const id = brief(network.trial_id);
    s.command(more, `shallows show ${uri} ${id}`);
    s.command(more, `shallows explain ${uri} ${id}`);
    s.command(more, `shallows export ${uri} --format npz --trial ${id}`);
    s.command(more, `shallows reproduce ${uri} ${id}`);
  }

  function bracket(place, depth) {
    const floor = depth.depth_floor ?? 0;
    const lower = depth.depth_lower ?? 0;
    if (depth.depth_upper === 0) {
      place.append('0: ');
      place.append(depth.zero_reason ?? 'no climb');
    } else if (depth.depth_upper <= floor) {
      place.append('at most ');
      s.data(place, depth.depth_upper);
      place.append(', hidden by rounding: may be 0');
    } else if (depth.depth_upper - lower <= floor) {
      s.data(place, depth.depth_upper);
      place.append(', exact');
    } else {
      place.append('from ');
      if (s.known(depth.depth_lower)) s.data(place, lower); else place.append('0');
      place.append(' to ');
      s.data(place, depth.depth_upper);
    }
    place.append(`; by ${depth.depth_method}${s.known(depth.certificate) ? `, certificate ${depth.certificate}` : ''}`);
  }

  // The stored way: the loss at its vertices, and over each piece the certified ceiling.
  function way(network, depth) {
    const path = s.known(depth.way) ? store.ways[depth.way] : null;
    if (!path) {
      s.html(side, 'p', { class: 'soft' }, depth.depth_upper === 0 ? 'The way out never rises.' : 'Its way out is not on this page.');
      return;
    }
    const [lengths, losses, ceilings, segments] = path;
    const figure = s.html(side, 'figure');
    const [width, height] = [Math.max(280, side.clientWidth - 26 || 360), 190];
    const root = s.svg(figure, 'svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', class: `s${s.look(network.family)}`,
      'aria-label': `Way to ${words(depth)}: ${segments} segments, highest certified loss ${s.number(Math.max(...ceilings))}` });
    const box = { left: 62, right: width - 8, top: 22, bottom: height - 24 };
    const x = s.scale('linear', [0, lengths.at(-1)], box.left, box.right, 4);
    const y = s.scale('linear', [...losses, ...ceilings, depth.reference_loss], box.bottom, box.top, 4);
    s.axes(root, box, { ticks: [] }, y, { y: `loss on the way to ${short(depth)}` });
    const [from, to] = [x.at(0), x.at(lengths.at(-1))];
    let top = '';
    for (let i = 1; i < lengths.length; i++) {
      const [a, b, c] = [x.at(lengths[i - 1]), x.at(lengths[i]), y.at(ceilings[i])];
      s.svg(root, 'rect', { class: 'ceiling', x: a.toFixed(1), y: c.toFixed(1), width: Math.max(0.5, b - a).toFixed(1), height: Math.max(0, box.bottom - c).toFixed(1) });
      top += `M${a.toFixed(1)} ${c.toFixed(1)}H${b.toFixed(1)}`;
    }
    s.svg(root, 'path', { class: 'top', d: top });
    s.svg(root, 'path', { class: 'rule dashed', d: `M${from} ${y.at(losses[0]).toFixed(1)}H${to}` });
    s.svg(root, 'path', { class: 'rule dotted', d: `M${from} ${y.at(depth.reference_loss).toFixed(1)}H${to}` });
    s.svg(root, 'path', { class: 'line', d: `M${lengths.map((l, i) => `${x.at(l).toFixed(1)} ${y.at(losses[i]).toFixed(1)}`).join('L')}` });
    lengths.forEach((l, i) => s.svg(root, 'circle', { class: 'mark', cx: x.at(l).toFixed(1), cy: y.at(losses[i]).toFixed(1), r: i === 0 ? 4 : 1.8 }));
    const peak = ceilings.indexOf(Math.max(...ceilings));
    if (peak > 0) {
      s.svg(root, 'circle', { class: 'peak', cx: ((x.at(lengths[peak - 1]) + x.at(lengths[peak])) / 2).toFixed(1), cy: y.at(ceilings[peak]).toFixed(1), r: 6 });
    }
    s.svg(root, 'text', { class: 'soft', x: box.right, y: height - 6, 'text-anchor': 'end' }, `length through weight space: ${s.number(lengths.at(-1))}`);
    const caption = s.html(figure, 'figcaption');
    const text = s.html(caption, 'span', { class: 'soft' }, 'Shaded: certified ceiling of each piece, circle: the highest, ');
    s.data(text, Math.max(...ceilings));
    text.append('. Line: loss at vertices. Dashed: start. Dotted: the level.');
    s.save(caption, () => root, `way ${brief(network.trial_id)} ${levelOf(depth)}`);
  }

  const asked = /^#network-([0-9a-f]{8,32})$/.exec(location.hash);
  if (asked) {
    const found = networks.find((network) => network.trial_id.startsWith(asked[1]));
    if (found) { chosen.network = found; chosen.shape = shapeOf(found); }
  }
  shallows.draws = [draw];
  shallows.networks = networks;
  if (networks.length) draw();

  // A cell as a tree: every minimum rises from its loss to the height where it joins a lower one.
  const trees = document.getElementById('tree');
  const bars = depths.filter((depth) => depth.target === 'tree');
  if (trees && bars.length) {
    const cellOf = (n) => [n.problem_id, n.family, n.network_depth, n.input_dimension, n.width, n.initialization].join(' ');
    const cells = [...new Set(bars.map((bar) => cellOf(networks[bar.network])))];
    const height = (cell) => Math.max(...bars.filter((bar) => cellOf(networks[bar.network]) === cell).map((bar) => bar.depth_upper));
    cells.sort((a, b) => height(b) - height(a));
    const select = s.html(s.html(trees, 'label', {}, 'Cell '), 'select', { id: 'cell' });
    cells.slice(0, 200).forEach((cell) => {
      const n = networks.find((one) => cellOf(one) === cell);
      select.add(new Option(`${n.family}, L = ${n.network_depth}, n = ${n.input_dimension}, m = ${n.width}, ${n.initialization}, problem ${n.problem_id.slice(0, 6)}`, cell));
    });
    const place = s.html(trees, 'figure');
    const drawTree = () => {
      place.replaceChildren();
      const members = networks.filter((n) => cellOf(n) === select.value);
      const bar = new Map(bars.filter((one) => cellOf(networks[one.network]) === select.value).map((one) => [networks[one.network].trial_id, one]));
      const children = new Map(members.map((n) => [n.trial_id, []]));
      const roots = [];
      for (const n of members) {
        const joins = bar.get(n.trial_id)?.target_trial_id;
        if (joins && children.has(joins) && joins !== n.trial_id) children.get(joins).push(n); else if (bar.has(n.trial_id) || members.some((m) => bar.get(m.trial_id)?.target_trial_id === n.trial_id)) roots.push(n);
      }
      const joinsAt = (n) => n.loss + (bar.get(n.trial_id)?.depth_upper ?? 0);
      const order = [];
      const visit = (n) => { order.push(n); children.get(n.trial_id).sort((a, b) => joinsAt(a) - joinsAt(b)).forEach(visit); };
      roots.sort((a, b) => a.loss - b.loss).forEach(visit);
      if (order.length === 0) return;
      const width = Math.max(300, place.clientWidth || 640);
      const root = s.svg(place, 'svg', { viewBox: `0 0 ${width} 280`, width, height: 280, role: 'img', class: `s${s.look(order[0].family)}`,
        'aria-label': `Tree of ${order.length} minima of a cell` });
      const box = { left: 58, right: width - 10, top: 24, bottom: 240 };
      const tops = order.map(joinsAt);
      const log = Math.min(...order.map((n) => n.loss)) > 0;
      const y = s.scale(log ? 'log' : 'linear', [...tops, ...order.map((n) => n.loss)], box.bottom, box.top + 10, 5);
      const x = s.scale('band', order.map((n) => n.trial_id), box.left + 8, box.right, 0);
      x.ticks = x.ticks.length > 24 ? [] : x.ticks.map(([at, id]) => [at, id.slice(0, 4)]);
      s.axes(root, box, x, y, { x: 'minima, by the first digits of their ids', y: 'loss' });
      for (const n of order) {
        const at = x.at(n.trial_id);
        const own = bar.get(n.trial_id);
        const target = own?.target_trial_id;
        const end = own ? joinsAt(n) : Math.max(...children.get(n.trial_id).map(joinsAt), n.loss);
        s.svg(root, 'path', { class: 'line', d: `M${at.toFixed(1)} ${y.at(n.loss).toFixed(1)}V${y.at(end).toFixed(1)}${own && order.some((m) => m.trial_id === target) ? `H${x.at(target).toFixed(1)}` : ''}` });
        const dot = s.svg(root, 'path', { class: 'mark pick', d: s.symbol(s.look(n.family), at, y.at(n.loss), 4.5) });
        dot.addEventListener('click', () => { pick(n); side.scrollIntoView({ block: 'nearest' }); });
        s.svg(dot, 'title', {}, `${brief(n.trial_id)}: loss ${s.number(n.loss)}${own ? `, joins ${brief(target ?? '')} at ${s.number(end)}` : ''}`);
      }
      s.save(s.html(place, 'figcaption'), () => root, 'tree');
    };
    select.addEventListener('change', drawTree);
    shallows.draws.push(drawTree);
    drawTree();
  }
})();
