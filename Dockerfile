# subtool in a container: built from the package index alone, run without network and without rights.
#   docker build -t subtool .
#   docker run --rm --network none --user "$(id -u):$(id -g)" -v "$PWD:/work" subtool align script.docx film.mp4 -o film.srt
FROM python:3.13-slim AS build
COPY pyproject.toml README.md LICENSE constraints.txt /source/
COPY subtool /source/subtool
COPY scripts /source/scripts
COPY docs/cue-sheet.schema.json /source/docs/
RUN python -m venv /opt/subtool \
 && /opt/subtool/bin/pip install --no-cache-dir --disable-pip-version-check -c /source/constraints.txt "/source[fonts-cjk]"

FROM python:3.13-slim
COPY --from=build /opt/subtool /opt/subtool
ENV PATH=/opt/subtool/bin:$PATH XDG_CACHE_HOME=/tmp/cache
RUN useradd --create-home --uid 1000 subtool
USER subtool
WORKDIR /work
ENTRYPOINT ["subtool"]
CMD ["--help"]
