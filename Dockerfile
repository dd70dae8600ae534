# One image for all processes of Holdfast: the API unless another program is named (apps/worker, apps/cli, apps/sandbox).
# Its Node is the one that the launcher would fetch, its flags are those of apps/launcher/src/node-flags.ts; test/deploy compares them.

FROM node:26.10.0-trixie-slim AS build
WORKDIR /srv/holdfast
COPY package.json package-lock.json .npmrc ./
# No script of a package runs, here or below.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build \
  # What serves development alone.
  && rm -rf dist/bench dist/apps/launcher dist/.manifest.json

FROM node:26.10.0-trixie-slim AS packages
WORKDIR /srv/holdfast
COPY package.json package-lock.json .npmrc ./
# What is optional is the embedded PostgreSQL, and faster variants of what works without.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:26.10.0-trixie-slim AS holdfast
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    HOST=0.0.0.0 \
    METRICS_HOST=0.0.0.0
WORKDIR /srv/holdfast
COPY package.json LICENSE ./
COPY --from=packages /srv/holdfast/node_modules ./node_modules
COPY --from=build /srv/holdfast/dist ./dist
# The user "node", by number: Kubernetes has to see that it is not root. Nothing above belongs to it, and it writes nowhere but in /tmp.
USER 1000:1000
EXPOSE 3000 3001 9464
STOPSIGNAL SIGTERM
# Of the API; the worker has another port (compose.yaml). Kubernetes has probes of its own and does not look here.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# In exec form, so that the signals reach Node. It handles them itself and starts no processes of its own: it needs no init.
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=8", "--max-old-space-size=192"]
CMD ["dist/apps/api/src/main.js"]
