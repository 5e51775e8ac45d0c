# Keeps a PostgreSQL: BIN FOLDER PORT USER [SETTING...]. Reads start, stop and crash from its
# input and says done; when the input ends, so does the server, and the folder goes.
bin=$1 folder=$2 port=$3 user=$4
shift 4
settings=
for setting in "$@"; do settings="$settings -c $setting"; done
pid=
end() { # end SIGNAL
    [ -z "$pid" ] || { kill "-$1" "$pid"; wait "$pid"; pid=; }
} 2>/dev/null
start() {
    # shellcheck disable=SC2086 # the settings are words
    "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c max_connections=200 $settings >>"$folder/log" 2>&1 </dev/null &
    pid=$!
    tries=0
    until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 600 ] || ! kill -0 "$pid" 2>/dev/null; then
            tail -n 5 "$folder/log" >&2
            return 1
        fi
        sleep 0.05
    done
}
"$bin/initdb" -D "$folder/data" -U "$user" -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 \
    || { tail -n 5 "$folder/log" >&2; exit 1; }
while read -r what; do
    case $what in
        start) start ;;
        stop) end INT ;;
        crash) end QUIT ;;
    esac && echo done || echo failed
done
end QUIT
rm -rf "$folder"
