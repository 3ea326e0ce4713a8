() => {
  // After the panel opens, the value is ready to be typed; after it closes, its button has the focus.
  const from = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.yj;
  if (from && from.includes('/edit!')) window.yjEdited = from;
  setTimeout(() => {
    const box = document.querySelector('#yj-correct-value textarea, #yj-correct-value input');
    if (box && box.offsetParent) {
      box.focus();
      box.select();
      document.querySelector('#yj-correct').scrollIntoView({ block: 'nearest' });
      if (!window.yjCorrecting) {
        window.yjCorrecting = true;
        document.addEventListener('keydown', (event) => {
          const panel = document.querySelector('#yj-correct');
          if (event.key === 'Escape' && panel && panel.contains(event.target)) document.querySelector('#yj-correct-cancel').click();
        });
      }
      return;
    }
    const buttons = [...document.querySelectorAll('#yj-facts [data-yj]')];
    const back = buttons.find((one) => one.dataset.yj === window.yjEdited);
    (back || document.querySelector('#yj-facts .yj-list') || document.body).focus({ preventScroll: false });
  }, 120);
}
