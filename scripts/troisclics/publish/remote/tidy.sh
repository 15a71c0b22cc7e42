# Delete the releases of the target $1 but those named in $2, and the pools of fixed files but those in $3.
cd "$1" || exit 1; kept=" $2 "; pools=" $3 "
for entry in releases/* releases/.incoming; do
  case "$kept" in *" ${entry#releases/} "*) ;; *) held; rm -rf "$entry" ;; esac
done
for entry in assets/* current/_assets/* current/*/_assets/*; do
  [ "${entry#assets/}" != "$entry" ] || [ ! -L current ] || continue
  case "$pools" in *" ${entry##*/} "*) ;; *) held; rm -rf "$entry" ;; esac
done
