# sharepoint-gate in a container: `docker build -t sharepoint-gate .`; compose.yaml runs it, and
# docs/how-to/run-in-a-container.md tells how. The steps below are carried out by tests/image without Docker.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# Pins with hashes, and no package that would run code of its own to be built.
COPY requirements/build.lock requirements/run.lock requirements/
RUN python -m venv /build/tools \
 && /build/tools/bin/python -m pip install --require-hashes --only-binary :all: -r requirements/build.lock
RUN python -m venv /opt/sharepoint-gate \
 && /opt/sharepoint-gate/bin/python -m pip install --require-hashes --only-binary :all: -r requirements/run.lock

COPY pyproject.toml README.md ./
COPY src src
RUN /build/tools/bin/python -m pip wheel --no-deps --no-index --no-build-isolation --wheel-dir wheels .
RUN /opt/sharepoint-gate/bin/python -m pip install --no-deps --no-index wheels/*.whl \
 && /opt/sharepoint-gate/bin/python -m pip check
# Nothing in the image installs anything.
RUN /opt/sharepoint-gate/bin/python -m pip uninstall --yes setuptools pip

FROM python:3.11-slim-bookworm
# A number, so that whoever runs the container can see that it is not root's.
RUN groupadd --gid 10001 gate \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/sharepoint-gate --shell /usr/sbin/nologin gate \
 && install -d -m 0755 /etc/sharepoint-gate \
 && install -d -m 0700 -o 10001 -g 10001 /var/lib/sharepoint-gate
COPY --from=build /opt/sharepoint-gate /opt/sharepoint-gate
# Two invented partnerships to rehearse with. Nothing takes them by itself: a lost settings file has to be noticed.
COPY config /usr/share/sharepoint-gate/config
ENV PATH=/opt/sharepoint-gate/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SHAREPOINT_GATE_CONFIG=/etc/sharepoint-gate/gate.toml \
    SHAREPOINT_GATE_STATE_DIR=/var/lib/sharepoint-gate \
    SHAREPOINT_GATE_SCHEDULE__HEALTH__HOST=127.0.0.1 \
    SHAREPOINT_GATE_SCHEDULE__HEALTH__PORT=8765
USER 10001:10001
WORKDIR /var/lib/sharepoint-gate
VOLUME ["/var/lib/sharepoint-gate"]
# Asked from within, so that no port has to be opened; no proxy of the environment comes between.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import http.client, os; asked = http.client.HTTPConnection('127.0.0.1', int(os.environ['SHAREPOINT_GATE_SCHEDULE__HEALTH__PORT']), timeout=5); asked.request('GET', '/healthz'); raise SystemExit(asked.getresponse().status != 200)"]
ENTRYPOINT ["sharepoint-gate"]
CMD ["serve"]
