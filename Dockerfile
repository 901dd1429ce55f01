# syntax=docker/dockerfile:1
# A build can be pinned: --build-arg NODE_IMAGE=node:24-trixie-slim@sha256:..., and BASE_IMAGE in the same way. Both are
# the same release of Debian, as the libraries that Node.js needs besides the C library come from the first.
ARG NODE_IMAGE=node:24-trixie-slim
ARG BASE_IMAGE=gcr.io/distroless/base-nossl-debian13

FROM ${NODE_IMAGE} AS build
RUN apt-get update && apt-get install --yes --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*
# What the base has not: Node.js, of which symbols are a seventh, the two libraries that it is linked to besides the C
# library, licences, and the records by which scanners know packages.
RUN mkdir -p /image/usr/local/bin /image/usr/local/share/doc/node /image/var/lib/dpkg/status.d \
  && strip --strip-all -o /image/usr/local/bin/node /usr/local/bin/node \
  && cp /usr/local/LICENSE /image/usr/local/share/doc/node/ \
  && cp --parents --no-dereference /usr/lib/*-linux-gnu/libgcc_s.so.1 /usr/lib/*-linux-gnu/libstdc++.so.6* /image \
  && for package in libgcc-s1 libstdc++6; do \
    record="/image/var/lib/dpkg/status.d/$package" \
    && dpkg --status "$package" >"$record" \
    && grep ' usr/lib/' "/var/lib/dpkg/info/$package:"*.md5sums >"$record.md5sums" \
    && cp --parents "/usr/share/doc/$package/copyright" /image \
    || exit 1; \
  done
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without install scripts, so the compiler runs on the Node.js of the image and nothing else is fetched.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY plugins ./plugins
COPY providers ./providers
COPY packaging ./packaging
ARG REVISION=unknown
# Types are for who writes a provider: the npm package has them.
RUN REVISION="${REVISION}" npm run build && find dist -name '*.d.ts' -delete
# Taken for this user alone, who then reads what root owns.
RUN install --directory --owner=1000 compile-cache
USER 1000
RUN node packaging/compile-cache.ts compile-cache && chmod --recursive a+r compile-cache

# Certificates, time zones and the C library: no shell, no package manager, nothing that Node.js does not ask for.
FROM ${BASE_IMAGE} AS runtime
COPY --from=build /image /

FROM runtime
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="edge-exporter" \
  org.opencontainers.image.description="Prometheus exporter for Site24x7 and ChinaCache" \
  org.opencontainers.image.source="https://github.com/edge-exporter/edge-exporter" \
  org.opencontainers.image.documentation="https://github.com/edge-exporter/edge-exporter/blob/main/README.md" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
# glibc's own default, which it else raises to the size of the answers it has seen; it then keeps their memory, in an arena
# for each thread.
ENV MALLOC_MMAP_THRESHOLD_=131072 MALLOC_ARENA_MAX=2
ENV NODE_COMPILE_CACHE=/app/compile-cache
WORKDIR /app
# Root owns the program and uid 1000 runs it, so it cannot change itself even where the root is writable.
COPY package.json LICENSE ./
# All packages are in the bundle.
COPY --from=build /app/dist ./dist
COPY --from=build --chown=0:0 /app/compile-cache ./compile-cache
USER 1000:1000
EXPOSE 9803
STOPSIGNAL SIGTERM
# Asks where LISTEN_ADDRESS says, over TLS or not. A container that only pushes serves nothing: start it with --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 CMD ["node", "/app/dist/src/cli/healthcheck.js"]
# Little room for young objects: 10,000 monitors take 235 in place of 300 MB, for a quarter more CPU of a refresh.
ENTRYPOINT ["node", "--max-semi-space-size=2", "/app/dist/src/main.js"]
