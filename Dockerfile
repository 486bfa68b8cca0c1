# The demo newsroom. The library itself is installed from npm.
FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY tools ./tools
COPY src ./src
COPY examples ./examples
RUN npm run build:newsroom

FROM node:22-alpine
WORKDIR /app
COPY package.json package-lock.json ./
# compression, express and ioredis are the demo's, and so are development dependencies of the library.
RUN npm ci --omit=dev --ignore-scripts && npm install --no-save --ignore-scripts compression@1 express@5 ioredis@6
COPY --from=build /app/dist ./dist
COPY --from=build /app/build ./build
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD wget -q -O /dev/null http://127.0.0.1:3000/ || exit 1
CMD ["node", "build/newsroom/server.js"]
