// SPDX-License-Identifier: Apache-2.0
// Runs in the page that the script "check" writes: shows each report in a frame as narrow as a phone's screen, and writes
// what is wrong as the text of the document. Reports are in frames because pages of files may not look into each other.
const NARROW = 360;

async function check(name, html, axe) {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width: ${NARROW}px; height: 800px; border: 0`;
  frame.srcdoc = html;
  document.body.append(frame);
  await new Promise(loaded => frame.addEventListener('load', loaded));
  const page = frame.contentDocument;
  page.querySelectorAll('details').forEach(one => { one.open = true; });
  const wrong = [];
  const width = page.documentElement.scrollWidth;
  if (width > NARROW) {
    wrong.push(`scrolls to the side: ${width} px wide on a screen of ${NARROW} px`);
  }
  const script = page.createElement('script');
  script.textContent = axe;
  page.head.append(script);
  const result = await frame.contentWindow.axe.run(page, { resultTypes: ['violations'] });
  for (const violation of result.violations) {
    for (const node of violation.nodes) {
      wrong.push(`${violation.id}: ${node.html.slice(0, 200)} ${node.failureSummary.replace(/\s+/g, ' ')}`);
    }
  }
  if (result.passes.length === 0) {
    wrong.push('axe-core has found nothing to check');
  }
  frame.remove();
  return wrong.map(line => `${name}: ${line}`);
}

async function checkAll(pages, axe) {
  const lines = [];
  for (const [name, html] of Object.entries(pages)) {
    lines.push(...await check(name, html, axe));
  }
  const report = document.createElement('pre');
  report.id = 'report';
  report.textContent = lines.length === 0 ? `pages without fault: ${Object.keys(pages).length}` : lines.join('\n');
  document.body.replaceChildren(report);
}
