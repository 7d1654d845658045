# Built in one stage from wheels alone, so no compiler is needed; the lock's hashes are checked.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY .ci/requirements.txt ./
RUN pip install --only-binary :all: --require-hashes --no-deps -r requirements.txt

COPY pyproject.toml README.md LICENSE ./
COPY service ./service
COPY prompts ./prompts
COPY evals ./evals
RUN pip install --no-deps . && rm -rf service prompts evals \
    && useradd --system --create-home --uid 10001 newsbrief
USER newsbrief

# A container listens on every address of its own; set NEWSBRIEF_API_KEYS, or the service refuses to start.
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["newsbrief"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
