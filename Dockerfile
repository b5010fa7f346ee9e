# docker build -t plumb . && docker run --rm -v "$PWD:/docs" -w /docs plumb build
FROM debian:12 AS build
WORKDIR /plumb
COPY . .
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make binutils dpkg-dev
RUN make deps
RUN make deb

FROM debian:12-slim
COPY --from=build /plumb/build/plumb_*.deb /tmp/
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/plumb_*.deb git ca-certificates && rm -rf /tmp/plumb_*.deb /var/lib/apt/lists/*
WORKDIR /docs
ENTRYPOINT ["plumb"]
