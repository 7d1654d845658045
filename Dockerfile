# Two stages of the same image, pinned by digest: the first makes a wheel with a build backend whose hashes are checked,
# the second installs that and what it runs with, from wheels alone and by the lock's hashes.
FROM python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY .ci/requirements-build.txt ./
RUN pip install --only-binary :all: --require-hashes --no-deps -r requirements-build.txt
COPY pyproject.toml README.md LICENSE ./
COPY service ./service
COPY prompts ./prompts
COPY evals ./evals
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY .ci/requirements.txt ./
RUN pip install --only-binary :all: --require-hashes --no-deps -r requirements.txt
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-index --no-deps /wheels/*.whl \
    && useradd --system --create-home --uid 10001 newsbrief
USER newsbrief

# A container listens on every address of its own; set NEWSBRIEF_API_KEYS, or the service refuses to start.
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["newsbrief"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
