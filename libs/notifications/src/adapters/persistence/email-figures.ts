import { Injectable } from '@nestjs/common';
import { Metrics } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';

const COUNT = statement(
  'notifications.email-figures',
  `select count(*)::int as emails, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as age from notifications.emails where status in ('pending', 'sending')`,
);

/** Mails that are not on their way yet. */
@Injectable()
export class EmailFigures {
  constructor(metrics: Metrics, database: Database) {
    metrics.figures({
      name: 'emails',
      gauges: [
        { name: 'holdfast_emails_unsent', help: 'Mails that were not handed to the mail server yet and were not given up.' },
        { name: 'holdfast_emails_oldest_unsent_age_seconds', help: 'Age of the oldest of them; 0 where there is none.' },
      ],
      read: async () => {
        const { emails, age } = (await database.first<{ emails: number; age: number }>(COUNT))!;
        return { holdfast_emails_unsent: [{ value: emails }], holdfast_emails_oldest_unsent_age_seconds: [{ value: Math.max(age, 0) }] };
      },
    });
  }
}
