#!/bin/sh
# A database of its own for the keys of the persons, and the user of the BI tools, who reads the
# views dashboards.* and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v password="$DASHBOARDS_PASSWORD" <<'END'
CREATE DATABASE placement_vault;
CREATE ROLE placement_dashboards NOLOGIN;
CREATE ROLE grafana LOGIN PASSWORD :'password' IN ROLE placement_dashboards;
END
