import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { parseAllDocuments } from 'yaml';
import { settings } from '@holdfast/config';
import { apiDocument } from '../../apps/api/src/api-document.js';
import { readShopSettings } from '../../apps/composition/core.js';
import { ROOT } from '../support/checkout.js';
import { buyingSegments, CLOSE_SECONDS, manifest, manifests, programsOf, settingsOf, textOf } from '../support/deployment.js';

const KINDS: Readonly<Record<string, new (object: any) => { validate(): void }>> = { ConfigMap, Deployment, HorizontalPodAutoscaler, Ingress, Job, NetworkPolicy, PodDisruptionBudget, Service };
const OVERLAYS = ['staging', 'production'];

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** Why an object would be refused by its schema. */
function faultOf(object: any): string | undefined {
  try {
    new KINDS[object.kind]!(object).validate();
    return undefined;
  } catch (error) {
    return `${object.kind} ${object.metadata.name}: ${(error as Error).message}`;
  }
}

const processes = ['api', 'worker'].map((name) => ({ name, deployment: manifest('Deployment', `holdfast-${name}`) }));
const podOf = (object: any): any => object.spec.template.spec;
const containerOf = (object: any): any => podOf(object).containers[0];
const pods = [...processes.map(({ deployment }) => deployment), manifest('Job', 'holdfast-migrate')];
const secretsOf = (object: any): any[] => containerOf(object).env;
const SECRETS: Record<string, string> = { DATABASE_URL: 'postgres://shop@db/shop', HOLDFAST_SECRET: 'x'.repeat(32) };

describe('the manifests for Kubernetes', () => {
  it('are as their schemas want them', () => {
    expect(manifests().length).toBeGreaterThan(10);
    expect(manifests().map(faultOf).filter(Boolean)).toEqual([]);
    expect(faultOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: { replicas: 'two' } })).toContain('replicas');
  });

  (hasKubectl ? it : it.skip).each(OVERLAYS)('are put together for %s (skipped without kubectl)', (overlay) => {
    const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', `deploy/kubernetes/overlays/${overlay}`], { cwd: ROOT, encoding: 'utf8' });
    const objects = parseAllDocuments(stdout).map((document) => document.toJS());

    expect([status, stderr]).toEqual([0, '']);
    expect(objects.map(faultOf).filter(Boolean)).toEqual([]);
    expect(objects).toHaveLength(manifests().length + 1);
    expect(new Set(objects.map(({ metadata }) => metadata.namespace)).size).toBe(1);
    for (const object of objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) expect(containerOf(object).image).toMatch(/^registry\.example\.com\/holdfast:\d+\.\d+\.\d+$/);
  });

  it('name settings that there are, the secret ones as references and the others never', () => {
    const isSecret = (name: string): boolean => 'secret' in settings[name as keyof typeof settings];

    for (const overlay of OVERLAYS) expect(Object.keys(settingsOf(overlay)).filter((name) => !(name in settings) || isSecret(name))).toEqual([]);
    for (const pod of pods) {
      expect(secretsOf(pod).filter(({ name, value }) => !(name in settings) || !isSecret(name) || value !== undefined)).toEqual([]);
      expect(secretsOf(pod).filter(({ name, valueFrom }) => valueFrom.secretKeyRef.key !== name || valueFrom.secretKeyRef.name !== 'holdfast-secrets')).toEqual([]);
      expect(secretsOf(pod).filter(({ valueFrom }) => !valueFrom.secretKeyRef.optional).map(({ name }) => name).filter((name) => !(name in SECRETS))).toEqual([]);
    }
  });

  it.each(OVERLAYS)('start processes with settings that they take in %s, and never in test mode', (overlay) => {
    const env = readShopSettings({ ...settingsOf(overlay), ...SECRETS });

    expect(env).toMatchObject({ HOLDFAST_TEST_MODE: false, STAFF_MFA_REQUIRED: true, HOST: '0.0.0.0', PUBLIC_URL: expect.stringMatching(/^https:/) });
    expect(env.TRUSTED_PROXIES).not.toEqual([]);
  });

  it('ask probes that are routes, at ports where they are', async () => {
    const { paths } = await apiDocument();
    const { PORT, WORKER_PORT, METRICS_PORT } = settingsOf();

    for (const { name, deployment } of processes) {
      const container = containerOf(deployment);
      const ports = Object.fromEntries(container.ports.map(({ name: port, containerPort }: any) => [port, String(containerPort)]));
      expect(ports).toEqual(name === 'api' ? { http: PORT, metrics: METRICS_PORT } : { probes: WORKER_PORT });
      const probes = ['startup', 'liveness', 'readiness'].map((kind) => container[`${kind}Probe`].httpGet);
      expect(probes.map(({ path }) => path)).toEqual(['/startupz', '/livez', '/readyz']);
      for (const { path, port } of probes) expect([path in paths, port in ports]).toEqual([true, true]);
    }
  });

  it('give pods the time to drain, and balancers the time to notice', () => {
    const { DRAIN_MS } = settingsOf();

    for (const { deployment } of processes) {
      const { periodSeconds, failureThreshold } = containerOf(deployment).readinessProbe;
      expect(podOf(deployment).terminationGracePeriodSeconds).toBeGreaterThan(Number(DRAIN_MS) / 1_000 + CLOSE_SECONDS);
      expect(Number(DRAIN_MS) / 1_000).toBeGreaterThan(periodSeconds * (failureThreshold + 1));
      expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
    }
  });

  it('run programs that there are, without rights, on a file system that cannot be written', () => {
    for (const pod of pods) {
      const { args, securityContext, resources } = containerOf(pod);
      expect(existsSync(join(ROOT, programsOf(args)[0]!))).toBe(true);
      expect(podOf(pod)).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } });
      expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
      expect(resources).toMatchObject({ requests: { cpu: expect.any(String), memory: expect.any(String) }, limits: { memory: expect.any(String) } });
    }
  });

  it('have a budget for disruptions, an autoscaler and places apart for each process', () => {
    for (const { name, deployment } of processes) {
      const labels = { 'app.kubernetes.io/component': name };
      expect(deployment.spec).toMatchObject({ selector: { matchLabels: labels }, template: { metadata: { labels } } });
      // A number here would undo what the autoscaler decided with each release.
      expect(deployment.spec.replicas).toBeUndefined();
      expect(manifest('PodDisruptionBudget', deployment.metadata.name).spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: labels } });
      expect(manifest('HorizontalPodAutoscaler', deployment.metadata.name).spec.scaleTargetRef.name).toBe(deployment.metadata.name);
      expect(podOf(deployment).topologySpreadConstraints.map(({ topologyKey, labelSelector }: any) => [topologyKey, labelSelector.matchLabels])).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((key) => [key, labels]));
    }
  });

  it('scale workers by a figure that they tell', () => {
    const [{ external }] = manifest('HorizontalPodAutoscaler', 'holdfast-worker').spec.metrics;

    expect(textOf('libs/platform/src/queue/queue-figures.ts')).toContain(`'${external.metric.name}'`);
    expect(textOf('deploy/README.md')).toContain(external.metric.name);
  });

  it('let clients reach what they may, buying apart from browsing', () => {
    const paths = manifest('Ingress', 'holdfast').spec.rules[0].http.paths.map(({ path, backend }: any) => [path, backend.service.name]);
    const buying = paths.filter(([, service]: string[]) => service === 'holdfast-buying').map(([path]: string[]) => path?.replace('/v1/', ''));

    expect(buying.toSorted()).toEqual(buyingSegments());
    expect(paths.filter(([path]: string[]) => /^\/($|livez|readyz|startupz|metrics)/.test(path ?? ''))).toEqual([]);
    for (const name of new Set<string>(paths.map(([, service]: string[]) => service))) expect(manifest('Service', name).spec).toEqual({ selector: { 'app.kubernetes.io/component': 'api' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] });
  });

  it('close the network, but for the ports of what runs', () => {
    const { WORKER_PORT, METRICS_PORT } = settingsOf();

    expect(manifest('NetworkPolicy', 'holdfast-nothing').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(manifest('NetworkPolicy', 'holdfast-api-from-ingress').spec.ingress[0].ports).toEqual([{ port: 'http', protocol: 'TCP' }]);
    expect(manifest('NetworkPolicy', 'holdfast-figures').spec.ingress[0].ports.map(({ port }: any) => String(port))).toEqual([METRICS_PORT, WORKER_PORT]);
  });
});
