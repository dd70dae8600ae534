import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/checkout.js';
import { isPinned, PINNED_NODE, textOf, yamlOf } from '../support/deployment.js';
import { faultsOf } from '../support/workflow-parser.js';

const FOLDER = '.github/workflows';
const names = readdirSync(join(ROOT, FOLDER));
const stepsOf = (name: string): any[] => Object.values<any>(yamlOf(`${FOLDER}/${name}`).jobs).flatMap(({ steps }) => steps);

describe('the workflows', () => {
  it('are CI, nightly proofs and releases', () => {
    expect(names.toSorted()).toEqual(['ci.yml', 'nightly.yml', 'release.yml']);
  });

  it.each(names)('%s is understood by the parser of GitHub', (name) => {
    expect(faultsOf(name, textOf(`${FOLDER}/${name}`))).toEqual([]);
    expect(faultsOf(name, textOf(`${FOLDER}/${name}`).replace('runs-on', 'runs_on'))).not.toEqual([]);
  });

  it.each(names)('%s runs actions by the hash of a commit, with its version beside it, and scanners by their version', (name) => {
    const used = [...textOf(`${FOLDER}/${name}`).matchAll(/uses: (.*)/g)].map(([, action]) => action!);

    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
    for (const [image] of textOf(`${FOLDER}/${name}`).matchAll(/anchore\/grype:\S+/g)) expect(isPinned(image)).toBe(true);
  });

  it.each(names)('%s may only read, but where it says otherwise, and keeps no credentials', (name) => {
    const { permissions, jobs } = yamlOf(`${FOLDER}/${name}`);
    const more = Object.values<any>(jobs).flatMap((job) => Object.entries(job.permissions ?? {}).filter(([, right]) => right === 'write').map(([what]) => what));

    expect(permissions).toEqual({ contents: 'read' });
    expect(more).toEqual(name === 'release.yml' ? ['packages', 'id-token', 'attestations'] : []);
    for (const step of stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/checkout'))) expect(step.with).toEqual({ 'persist-credentials': false });
    // What somebody outside may have written never becomes part of a command.
    expect(stepsOf(name).filter(({ run }) => /\$\{\{/.test(run ?? ''))).toEqual([]);
  });

  it.each(names)('%s uses the Node of the launcher and scripts that there are', (name) => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const versions = stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/setup-node')).map((step) => step.with['node-version']);
    const asked = [...textOf(`${FOLDER}/${name}`).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script!);

    expect(versions.filter((version) => version !== PINNED_NODE)).toEqual([]);
    expect(asked.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('run the same tests as everybody, and keep what the night found', () => {
    expect(stepsOf('ci.yml').map(({ run }) => run)).toContain('bash .ci/run');
    expect(stepsOf('nightly.yml').find(({ uses }) => uses?.startsWith('actions/upload-artifact'))).toMatchObject({ if: '${{ !cancelled() }}', with: { path: expect.stringContaining('docs/proof.md') } });
  });
});

describe('renovate.json', () => {
  it('waits before it takes what was just published, and finds the Node of the launcher', () => {
    const { minimumReleaseAge, customManagers } = JSON.parse(textOf('renovate.json'));
    const [{ matchStrings }] = customManagers;

    expect(minimumReleaseAge).toMatch(/^\d days$/);
    expect(new RegExp(matchStrings[0]).exec(textOf('apps/launcher/bootstrap/node.mjs'))!.groups).toEqual({ currentValue: PINNED_NODE });
  });
});
