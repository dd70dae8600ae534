import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/checkout.js';
import { documentsOf, proofDocument, resiliencyDocument } from './documents.js';
import type { Proof } from './proof.js';
import { PROOFS } from './proofs.js';
import { type ProofRecord, readRecords, writeRecord } from './records.js';

const proof: Proof = {
  name: 'power-cuts',
  about: 'The power goes; what was answered is there | or not at all.',
  promises: [
    { id: 'comes-back', dependency: 'PostgreSQL', fault: 'down', behavior: '503, then all is as it was' },
    { id: 'waits', dependency: 'PostgreSQL', fault: 'slow', behavior: 'readers wait their turn' },
  ],
  run: () => Promise.reject(new Error('not here')),
};
const record: ProofRecord = {
  name: 'power-cuts', date: '2026-11-05', commit: 'abcdef1234', seed: 7, seconds: 12.5, points: 3, runs: 9, failures: [],
  figures: { 'longest wait, ms': 40 }, kept: { 'comes-back': true },
};
const row = (document: string, start: string): string[] => document.split('\n').filter((line) => line.startsWith(start));

describe('the documents of the proofs', () => {
  it('say of a proof that never ran that it was not run', () => {
    expect(row(proofDocument([proof], []), '| `power-cuts`')).toEqual(['| `power-cuts` | The power goes; what was answered is there \\| or not at all. | not run |  |  |  |  |  |  |']);
    expect(row(resiliencyDocument([proof], []), '| PostgreSQL | down')).toEqual(['| PostgreSQL | down | 503, then all is as it was | `power-cuts` · comes-back | not run |']);
  });

  it('tell when a proof ran, on which commit, with which seed, and what was measured', () => {
    const document = proofDocument([proof], [record]);

    expect(row(document, '| `power-cuts`')[0]).toMatch(/\| 2026-11-05 \| abcdef1234 \| 7 \| 3 \| 9 \| 0 \| 12.5 \|$/);
    expect(document).toContain('- longest wait, ms: 40');
  });

  it('show a promise that held, one that was not tried, and what nothing proves', () => {
    const document = resiliencyDocument([proof], [record]);

    expect(row(document, '| PostgreSQL | down')[0]).toMatch(/\| holds \(2026-11-05, abcdef1234\) \|$/);
    expect(row(document, '| PostgreSQL | slow')[0]).toMatch(/\| not run \|$/);
    expect(row(document, '| PostgreSQL | lying')).toEqual(['| PostgreSQL | lying |  |  | no proof yet |']);
  });

  it('say what does not hold, with the command that shows it again', () => {
    const broken = { ...record, kept: { 'comes-back': false }, failures: [{ what: 'an order is gone\nat all', seed: 7, repeat: 'npm run prove -- --only power-cuts --seed 7' }] };

    expect(row(resiliencyDocument([proof], [broken]), '| PostgreSQL | down')[0]).toContain('**does not hold** (2026-11-05');
    expect(proofDocument([proof], [broken])).toContain('- **does not hold**: an order is gone (`npm run prove -- --only power-cuts --seed 7`)');
  });

  it('are in step with the proofs and with what their last runs found', () => {
    for (const [file, text] of documentsOf(PROOFS, readRecords())) {
      expect(`${file}\n${readFileSync(join(ROOT, file), 'utf8')}`).toBe(`${file}\n${text}`);
    }
  });
});

describe('what a whole run found', () => {
  it('is kept, one file per proof, the last run only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-records-'));
    try {
      writeRecord({ ...record, seed: 1 }, folder);
      writeRecord(record, folder);
      writeRecord({ ...record, name: 'another' }, folder);

      expect(readRecords(folder)).toEqual([{ ...record, name: 'another' }, record]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
