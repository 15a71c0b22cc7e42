# Enter the folder $1 of the target, or say why not.
[ -e "$1" ] || { echo "absent: $1" >&2; exit 1; }
[ -d "$1" ] || { echo "no folder: $1" >&2; exit 1; }
cd "$1" || exit 1
