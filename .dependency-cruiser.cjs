/**
 * The dependency rule of the house: adapters -> application -> domain -> kernel, and one table of
 * modules. test/architecture/boundaries.spec.ts has a fixture that each rule must reject, and
 * refuses a pattern that matches no file, so that no rule goes quietly vacuous.
 */

/** A module may import only the index.ts of these. One that is missing here fails the tests. */
const MAY_IMPORT = {
  platform: [],
  identity: ['platform'],
  inventory: ['platform'],
  payments: ['platform'],
  catalog: ['inventory', 'platform'],
  ordering: ['payments', 'inventory', 'catalog', 'identity', 'platform'],
  notifications: ['ordering', 'payments', 'inventory', 'catalog', 'identity', 'platform'],
};

const KERNEL = '^libs/platform/src/kernel/';
const KERNEL_INDEX = '^libs/platform/src/kernel/index\\.ts$';
const INDEX = '^libs/[^/]+/src/index\\.ts$';
/** Of the modules of the shop: the platform's has adapters in it. */
const MODULE_INDEX = '^libs/(?!platform/)[^/]+/src/index\\.ts$';
/** The modules put together, for the API and the worker alike. */
const COMPOSITION = '^apps/composition/';
/** The document is that of the routes which the API really has. */
const DESCRIBES_API = '^apps/cli/src/commands/openapi\\.ts$';
const MODULE_FILE = '\\.(module|providers)\\.ts$';

/** catalog.ts, orders.ts: what a module shows to the others. No dot, no "-under-test". */
const facadeOf = (module) => `^libs/${module}/src/(?!index\\.|[a-z-]+-under-test\\.)[a-z-]+\\.ts$`;

/** Specs and what supports them may import anything, and nothing else may import them. */
const TEST_CODE = ['^test/', '\\.spec\\.ts$', '-under-test\\.ts$'];

/** Production code under `path`. */
const code = (path, ...not) => ({ ...(path && { path }), pathNot: [...TEST_CODE, ...not] });

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = [
  rule(
    'kernel-imports-nothing',
    'The kernel is plain TypeScript: no package, no node:, no other folder.',
    code(KERNEL),
    { pathNot: [KERNEL] },
  ),
  rule(
    'domain-is-pure',
    'The domain imports its own domain and facade, the kernel, and types of other facades.',
    code('^libs/([^/]+)/src/domain/'),
    { pathNot: ['^libs/$1/src/domain/', facadeOf('$1'), KERNEL_INDEX, MODULE_INDEX] },
  ),
  rule(
    'domain-takes-only-types-of-others',
    "Of another module's index the domain takes `import type`, so that nothing of it runs here.",
    code('^libs/([^/]+)/src/domain/'),
    { path: [MODULE_INDEX], dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'facade-is-pure',
    'The facade imports no more than the domain does: other modules get its types by it.',
    code(facadeOf('([^/]+)'), '^libs/platform/'),
    { pathNot: ['^libs/$1/src/domain/', facadeOf('$1'), KERNEL_INDEX] },
  ),
  rule(
    'application-is-pure',
    'The application imports its own inside, the kernel, other indexes, and @nestjs/cqrs alone.',
    code('^libs/([^/]+)/src/application/'),
    {
      pathNot: [
        '^libs/$1/src/application/',
        '^libs/$1/src/domain/',
        facadeOf('$1'),
        KERNEL_INDEX,
        '^libs/(?!platform/|$1/)[^/]+/src/index\\.ts$',
        '^node_modules/@nestjs/cqrs/',
      ],
    },
  ),
  rule(
    'adapters-apart',
    'One adapter folder never imports another; what joins them is wiring in a module file.',
    code('^libs/([^/]+)/src/adapters/([^/]+)/', MODULE_FILE),
    { path: ['^libs/$1/src/adapters/'], pathNot: ['^libs/$1/src/adapters/$2/'] },
  ),
  rule(
    'wiring-stays-wiring',
    'Module files are imported by other module files and by index.ts alone.',
    code('^libs/', MODULE_FILE, INDEX),
    { path: [MODULE_FILE] },
  ),
  rule(
    'index-faces-outwards',
    "A module's own files import each other, never their index.ts.",
    code('^libs/([^/]+)/src/'),
    { path: ['^libs/$1/src/index\\.ts$'] },
  ),
];

const modules = Object.entries(MAY_IMPORT).map(([module, others]) =>
  rule(
    `imports-of-${module}`,
    `Other modules that ${module} imports, by index.ts: ${others.join(', ') || 'none'}.`,
    code(`^libs/${module}/`),
    {
      path: ['^libs/'],
      pathNot: [
        `^libs/${module}/`,
        ...others.map((other) => `^libs/${other}/src/index\\.ts$`),
        ...(module === 'platform' ? [] : [KERNEL_INDEX]),
      ],
    },
  ),
);

const roots = [
  rule('apps-use-the-front-door', 'Apps import modules by their index.ts only.', code('^apps/'), {
    path: ['^libs/'],
    pathNot: [INDEX, KERNEL_INDEX],
  }),
  rule(
    'apps-apart',
    'An app is a process of its own and imports no other; what they share is in composition.',
    code('^apps/([^/]+)/', COMPOSITION, DESCRIBES_API),
    { path: ['^apps/'], pathNot: ['^apps/$1/', COMPOSITION] },
  ),
  rule(
    'one-command-describes-the-api',
    'The command that prints the OpenAPI document asks the API for it, and knows nothing else of it.',
    code(DESCRIBES_API),
    { path: ['^apps/'], pathNot: ['^apps/cli/', COMPOSITION, '^apps/api/src/api-document\\.ts$'] },
  ),
  rule(
    'composition-starts-nothing',
    'What processes share knows none of them, but for the migrations the database must have.',
    code(COMPOSITION),
    { path: ['^apps/'], pathNot: [COMPOSITION, '^apps/cli/src/migrate\\.ts$'] },
  ),
  rule(
    'sandbox-shares-no-code',
    'The payment sandbox is the other party: a fault shared with the shop would hide itself.',
    { path: '^apps/sandbox/' },
    { path: ['^libs/', COMPOSITION] },
  ),
  rule(
    'modules-know-no-process',
    'Modules get settings as values; neither apps nor the environment are imported.',
    code('^libs/'),
    { path: ['^apps/', '^config/'] },
  ),
  rule(
    'config-stands-alone',
    'The reader of the environment imports nothing of ours.',
    code('^config/'),
    { path: ['^apps/', '^libs/'] },
  ),
  rule(
    'tests-serve-nobody',
    'Production code imports no tests, no test support and no benchmark.',
    code(undefined, '^bench/'),
    { path: [...TEST_CODE, '^bench/'] },
  ),
];

const hygiene = [
  rule(
    'only-declared-packages',
    "What runs is in package.json's dependencies; the build alone may use devDependencies.",
    code('^(?:apps|libs|config)/', '^apps/launcher/bootstrap/'),
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  ),
  rule('no-cycles', 'No two files need each other.', {}, { circular: true }),
  rule('nothing-unresolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...layers, ...modules, ...roots, ...hygiene],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count: a boundary is one for types too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
