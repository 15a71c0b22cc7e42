# Hold the target that was entered for $2, as long as the input stays open; print « ok », or who holds it.
[ ! -L .lock ] || { echo ".lock est un lien" >&2; exit 1; }
mkdir -p releases assets && { chmod a+rx,o-w releases assets 2>/dev/null; exec 9>>.lock; } && {
flock -n 9 || { printf 'locked by '; cat .lock; exit 75; }; } && echo "$2" >.lock && echo ok && cat >/dev/null
