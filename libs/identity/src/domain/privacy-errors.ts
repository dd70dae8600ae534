import { problem } from '@holdfast/kernel';

export class DataExportNotReady extends problem({
  code: 'data-export-not-ready',
  kind: 'conflict',
  title: 'The document is still being written',
  about: 'A mail tells when it is there; `status` of the export says the same.',
}) {
  constructor() {
    super('The document is still being written. Ask for its status again in a moment.');
  }
}
