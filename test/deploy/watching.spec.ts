import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dashboardExpressions, metricsIn, PROMETHEUS, rules, runbookSections, valuesIn } from '../support/watching.js';

const alerts = rules().filter(({ alert }) => alert !== undefined);
/** Of Debian's package prometheus. */
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const promtool = (...given: string[]): string => execFileSync('promtool', given, { cwd: PROMETHEUS, encoding: 'utf8', stdio: 'pipe' });

describe('alerts', () => {
  it('have a section of the runbooks each, and no section is without its alert', () => {
    expect(alerts.length).toBeGreaterThan(20);
    expect(runbookSections().toSorted()).toEqual(alerts.map(({ alert }) => alert!.toLowerCase()).toSorted());
    expect(alerts.map(({ runbook }) => runbook)).toEqual(alerts.map(({ alert }) => `docs/runbooks.md#${alert!.toLowerCase()}`));
  });

  it('name metrics by which they can be checked', () => {
    expect(alerts.filter(({ expr }) => metricsIn(expr).length === 0)).toEqual([]);
  });

  it('and the dashboard have their parentheses closed', () => {
    const open = (expr: string): number => [...expr.replaceAll(/"[^"]*"/g, '')].reduce((sum, char) => sum + ('([{'.includes(char) ? 1 : 0) - (')]}'.includes(char) ? 1 : 0), 0);

    expect([...alerts.map(({ expr }) => expr), ...dashboardExpressions()].filter((expr) => open(expr) !== 0)).toEqual([]);
  });

  const judged = hasPromtool ? it : it.skip;

  judged('are understood by Prometheus, and say what they should (skipped without promtool: apt-get install prometheus)', () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toContain('SUCCESS');
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });

  judged('and every panel of the dashboard is understood by Prometheus (skipped without promtool)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-rules-'));
    const file = join(folder, 'dashboard.yml');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: dashboardExpressions().map((expr, i) => ({ record: `panel:${i}`, expr })) }] }));

    const said = promtool('check', 'rules', file);
    rmSync(folder, { recursive: true });

    expect(said).toContain(`${dashboardExpressions().length} rules found`);
  });
});

describe('reading PromQL', () => {
  it('finds the metrics of an expression and nothing else', () => {
    const expr = 'histogram_quantile(0.99, sum by (le, route) (rate(a_bucket{route=~"x|y"}[5m]))) > 5 and on (b) (time() - max without (c) (d:e:f) > 1) unless up == 0';

    expect(metricsIn(expr)).toEqual(['a_bucket', 'd:e:f', 'up']);
  });

  it('finds the values of a label', () => {
    expect(valuesIn('a{type="x.v1",b="c"} + a{type=~"y-(one|two).v1"}', 'type')).toEqual(['x.v1', 'y-one.v1', 'y-two.v1']);
  });
});
