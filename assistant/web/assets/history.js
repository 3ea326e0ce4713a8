// 历史对话: this browser's own conversations, kept in localStorage and nowhere else. They are read
// anew before each change, so that two windows never lose each other's. Text goes in as text.
window.yjHistory = (() => {
  const KEY = 'youju-conversations', MOST = 200, SHOWN = 60;
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || '[]');
      return Array.isArray(found) ? found.filter((one) => one && typeof one.id === 'string' && Array.isArray(one.turns)) : [];
    } catch { return []; }
  };
  const write = (all) => {
    for (let most = Math.min(all.length, MOST); most > 0; most = Math.floor(most * 0.8)) {
      try {
        localStorage.setItem(KEY, JSON.stringify(all.slice(0, most)));
        return;
      } catch { /* full: the oldest go first */ }
    }
    if (!all.length) localStorage.removeItem(KEY);
  };
  const keep = (one) => {
    if (!one || !one.id || !one.turns || !one.turns.length) return;
    write([one, ...read().filter((other) => other.id !== one.id)]);
  };
  const forget = (id) => write(read().filter((one) => one.id !== id));
  const title = (one) => String((one.turns[0] || {}).q || '').replace(/\s+/g, ' ').slice(0, 60) || '（空）';
  const said = (one) => one.turns.flatMap((turn) => [String(turn.q || ''), String(turn.a || '').replace(/\*\*|\[\d+\]/g, '')]);
  // The first text that holds every word, cut around the first of them.
  const found = (one, words) => {
    const texts = said(one);
    const whole = texts.join('\n').toLowerCase();
    if (!words.every((word) => whole.includes(word))) return null;
    if (!words.length) return { before: texts[1] ? texts[1].slice(0, 60) : '', hit: '', after: '' };
    const text = texts.find((each) => each.toLowerCase().includes(words[0]));
    const at = text.toLowerCase().indexOf(words[0]);
    return { before: (at > 20 ? '…' : '') + text.slice(Math.max(0, at - 20), at), hit: text.slice(at, at + words[0].length), after: text.slice(at + words[0].length, at + 60) };
  };
  const make = (tag, options, ...children) => {
    const node = Object.assign(document.createElement(tag), options);
    node.append(...children);
    return node;
  };
  let dialog, list, box, count;
  const send = (what) => window.yjOpen && window.yjOpen.history && window.yjOpen.history(JSON.stringify(what));
  const row = (one, where) => {
    const open = make('button', { type: 'button', className: 'yj-past-open' },
      make('b', { textContent: title(one) }),
      make('span', { className: 'yj-quiet', textContent: `${one.id.slice(0, 16)} · ${one.turns.length} 问` }),
      make('span', { className: 'yj-quiet yj-past-text' }, where.before, make('mark', { className: 'yj-mark', textContent: where.hit }), where.after));
    open.addEventListener('click', () => { dialog.close(); send({ open: one }); });
    const drop = make('button', { type: 'button', className: 'yj-past-drop', textContent: '删除' });
    drop.setAttribute('aria-label', `删除对话：${title(one)}`);
    drop.addEventListener('click', () => { forget(one.id); draw(); box.focus(); });
    return make('li', {}, open, drop);
  };
  const draw = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = read().map((one) => [one, found(one, words)]).filter(([, where]) => where);
    list.replaceChildren(...hits.slice(0, SHOWN).map(([one, where]) => row(one, where)));
    const all = read().length;
    count.textContent = !all ? '还没有对话。问过的问题会留在这台电脑的浏览器里，不上传。'
      : !hits.length ? '没有找到。换一个字词，或清空查找框看全部。'
        : words.length ? `找到 ${hits.length} 段对话（共 ${all} 段）` : `共 ${all} 段对话，只保存在这台电脑的浏览器里`;
  };
  const build = () => {
    box = make('input', { type: 'search', className: 'yj-past-search', placeholder: '查找问题和答复里的字词' });
    box.setAttribute('aria-label', '查找历史对话');
    box.addEventListener('input', draw);
    count = make('p', { className: 'yj-quiet' });
    count.setAttribute('role', 'status');
    list = make('ul', { className: 'yj-past-list' });
    list.setAttribute('aria-label', '历史对话');
    const close = make('button', { type: 'button', className: 'yj-past-button', textContent: '关闭' });
    close.addEventListener('click', () => dialog.close());
    const all = make('button', { type: 'button', className: 'yj-past-button', textContent: '全部导出' });
    all.addEventListener('click', () => { if (read().length) { dialog.close(); send({ export: read() }); } });
    const none = make('button', { type: 'button', className: 'yj-past-button', textContent: '全部删除' });
    none.addEventListener('click', () => {
      if (none.dataset.sure) { write([]); delete none.dataset.sure; none.textContent = '全部删除'; draw(); } else {
        none.dataset.sure = '1';
        none.textContent = '再点一次，全部删除';
        setTimeout(() => { delete none.dataset.sure; none.textContent = '全部删除'; }, 4000);
      }
    });
    dialog = make('dialog', { id: 'yj-past' }, make('h2', { id: 'yj-past-title', textContent: '历史对话' }), box, count, list, make('div', { className: 'yj-past-foot' }, all, none, close));
    dialog.setAttribute('aria-labelledby', 'yj-past-title');
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
  };
  const show = () => {
    if (!dialog) build();
    box.value = '';
    draw();
    dialog.showModal();
    box.focus();
  };
  return { keep, show, read };
})();
