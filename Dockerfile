# Build:  docker build -t ontherecord .
# Ask:    docker run --rm ontherecord ask "How much is going into new radiotherapy machines?"
# Serve:  docker run -v record:/data -v "$PWD/config.yaml:/config.yaml:ro" --env-file .env \
#             ontherecord serve --config /config.yaml
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/ontherecord ./cmd/ontherecord \
    && mkdir -p /out/data

# Nothing but the program, the certificates that it trusts, and a user who is not
# root.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/ontherecord /ontherecord
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
ENTRYPOINT ["/ontherecord", "--data", "/data"]
