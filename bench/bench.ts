import type { Books } from './books.js';
import type { Options } from './options.js';
import { Loader } from './loader.js';
import { Measurement } from './measure.js';
import { CONTESTS } from './contests.js';
import { seedFloor, startFloor } from './floor-side.js';
import { madeUpProducts } from './products.js';
import { openServer } from './server.js';
import { verifyFloor } from './books.js';
import { argv } from 'node:process';

const say = (line: string): void => console.log(line);

export async function bench(options: Options): Promise<number> {
  const server = await openServer(say);
  const loader = new Loader(server.folder);
  try {
    const variants = await seedFloor(server, madeUpProducts());
    for (const pool of [4, 8, 16, 24, 32]) {
      const floor = await startFloor(server, variants, pool);
      say(`pool ${pool}`);
      try {
        const m = new Measurement(server, loader, options, say);
        for (const contest of CONTESTS) if (options.topics.includes(contest.topic)) await m.run(contest, [floor]);
      } finally { await floor.process.stop(); }
    }
    const books: Books = await verifyFloor(server.floorUrl, await loader.request({ kind: 'acknowledged', side: 'floor' }));
    say(JSON.stringify(books));
  } finally {
    await loader.stop();
    await server.close();
  }
  return 0;
}
