import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '@holdfast/config';
import { readShopSettings } from '../../apps/composition/core.js';
import { sandboxSettings } from '../../apps/sandbox/src/settings.js';
import { ROOT } from '../support/checkout.js';
import { CLOSE_SECONDS, composeServices, envFile, filledIn, isPinned, programsOf, seconds, textOf, yamlOf } from '../support/deployment.js';

const compose = yamlOf('compose.yaml');
const trying = envFile('deploy/compose/trying.env');
const ours = composeServices();
const environmentOf = (name: string, values = trying): Record<string, string> =>
  Object.fromEntries(Object.entries<string>(compose.services[name].environment).map(([key, value]) => [key, filledIn(String(value), values)]));
const haproxy = textOf('deploy/haproxy/haproxy.cfg');

const docker = spawnSync('docker-compose', ['version']).status === 0 ? 'docker-compose' : undefined;

describe('compose.yaml', () => {
  (docker ? it : it.skip)('is understood by docker-compose (skipped without it: apt-get install docker-compose)', () => {
    const { status, stderr } = spawnSync(docker!, ['--env-file', 'deploy/compose/trying.env', '--profile', 'sandbox', 'config', '--quiet'], { cwd: ROOT, encoding: 'utf8' });

    expect([status, stderr]).toEqual([0, '']);
  });

  it('pins every image, and lets nobody in from outside but to the shop', () => {
    const services = Object.entries<any>(compose.services);

    expect(services.filter(([, { image }]) => !isPinned(filledIn(image, {}))).map(([name]) => name)).toEqual([]);
    expect(services.filter(([, { ports }]) => ports?.some((port: string) => !port.startsWith('127.0.0.1:'))).map(([name]) => name)).toEqual(['haproxy']);
  });

  it('names settings and programs that there are, and files', () => {
    const unknown = ours.flatMap(([name, { environment }]) => Object.keys(environment).filter((key) => !(key in settings)).map((key) => `${name}: ${key}`));
    const mounted = Object.values<any>(compose.services).flatMap(({ volumes = [] }) => volumes.filter((volume: string) => volume.startsWith('./')).map((volume: string) => volume.split(':')[0]!));

    expect(unknown).toEqual([]);
    expect(ours.flatMap(([, { command }]) => programsOf([command[0]])).filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(mounted.length).toBeGreaterThan(6);
    expect(mounted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('asks for what its two files of settings give', () => {
    const asked = [...textOf('compose.yaml').matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name!);

    for (const file of ['trying', 'example']) expect(Object.keys(envFile(`deploy/compose/${file}.env`))).toEqual(expect.arrayContaining(asked));
    const read = [...textOf('compose.yaml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!);
    for (const file of ['trying', 'example']) expect(Object.keys(envFile(`deploy/compose/${file}.env`)).filter((name) => !read.includes(name))).toEqual([]);
  });

  it('gives every process settings that it takes, with the sandbox and without', () => {
    const inEarnest = { ...trying, HOLDFAST_TEST_MODE: '', STRIPE_API_BASE: '', STRIPE_WEBHOOK_SECRET: '' };

    for (const name of ['api', 'worker']) {
      expect(readShopSettings(environmentOf(name))).toMatchObject({ STRIPE_API_BASE: 'http://sandbox:3002', HOLDFAST_TEST_MODE: true });
      expect(readShopSettings(environmentOf(name, inEarnest))).toMatchObject({ STRIPE_API_BASE: settings.STRIPE_API_BASE.fallback, HOLDFAST_TEST_MODE: false });
    }
    expect(sandboxSettings(environmentOf('sandbox'))).toMatchObject({ host: '0.0.0.0', port: 3002, webhooks: [{ gateway: 'stripe' }] });
  });

  it('has each process at the port where it is looked for', () => {
    const { PORT, METRICS_PORT } = environmentOf('api');
    const { WORKER_PORT } = environmentOf('worker');
    const { scrape_configs: scraped } = yamlOf('deploy/compose/prometheus.yml');
    const portOf = (job: string): number => scraped.find(({ job_name }: any) => job_name === job).dns_sd_configs[0].port;
    const probed = (name: string): string => compose.services[name].healthcheck.test.join(' ');

    expect(haproxy).toContain(`HAPROXY_API-api:${PORT}`);
    expect([portOf('holdfast-api'), portOf('holdfast-worker')]).toEqual([Number(METRICS_PORT), Number(WORKER_PORT)]);
    expect(probed('worker')).toContain(`http://127.0.0.1:${WORKER_PORT}/readyz`);
    expect(probed('sandbox')).toContain(`http://127.0.0.1:${environmentOf('sandbox')['SANDBOX_PORT']}/readyz`);
    expect(yamlOf('deploy/prometheus/prometheus.yml').scrape_configs.map(({ job_name }: any) => job_name)).toEqual(['holdfast-api', 'holdfast-worker']);
    expect(haproxy).toContain(`HAPROXY_BIND-:${compose.services.haproxy.ports[0].split(':').at(-1)}`);
  });

  it('gives processes the time to drain, and the balancer the time to notice', () => {
    const { DRAIN_MS } = environmentOf('api');
    const [, inter, fall] = /check inter (\w+) fall (\d+)/.exec(haproxy)!;

    for (const name of ['api', 'worker']) expect(seconds(compose.services[name].stop_grace_period)).toBeGreaterThan(Number(DRAIN_MS) / 1_000 + CLOSE_SECONDS);
    expect(Number(DRAIN_MS) / 1_000).toBeGreaterThan(seconds(inter!) * (Number(fall) + 1));
  });

  it('runs our processes without rights, on a file system that cannot be written', () => {
    for (const [, service] of ours) expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  });
});
