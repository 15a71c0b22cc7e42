# Print what the target that was entered is like; with $2 = write, try what a switch needs.
for tool in rsync sha256sum flock find; do command -v $tool >/dev/null || echo "missing=$tool"; done
echo "now=$(date +%s)"
echo "free=$(df -Pk . | awk 'NR==2 {print $4}')"
echo "inodes=$(df -Pi . 2>/dev/null | awk 'NR==2 && $2 > 0 {print $4}')"
echo "current=$(readlink current)"
[ -d current ] && [ ! -L current ] && echo folder=yes
for entry in releases/* releases/.incoming; do
  [ -e "$entry" ] || [ -L "$entry" ] || continue
  if [ -L "$entry" ] || [ ! -d "$entry" ]; then echo "foreign=$entry"
  elif [ -f "$entry/release.json" ] && [ ! -L "$entry/release.json" ]; then echo "release=${entry#releases/}"
  else echo "unfinished=${entry#releases/}"; fi
done
entry=$(pwd -P); stat -c 'own=%A|%G|%n' "$entry" releases assets 2>/dev/null
[ "$2" = write ] || exit 0
while [ "$entry" ]; do entry=${entry%/*}; stat -c 'above=%A|%G|%n' "${entry:-/}"; done
try=.try-$$
# shellcheck disable=SC2015  # both must succeed
mkdir $try && : >$try/file || { rm -rf $try; exit 1; }
said=$(ln -s $try $try-link 2>&1) && mv -T $try-link $try-current && [ -r $try-current/file ] && echo links=yes
rm -rf $try $try-link $try-current
case "$said" in *"No space"*) echo "$said" >&2; exit 1 ;; esac
