# Serve the release $2 of the target $1 without links: files that pages need, then pages, then deletions.
# With $3 = new, it is what has come in. The second lock outlives the connection: served.sh waits for its end.
cd "$1" && exec 8<releases && { timeout 20 flock 8; held; } && [ ! -L releases/.incoming ] &&
{ [ "$3" != new ] || mv -T releases/.incoming "releases/$2"; } && mkdir -p current &&
rsync -rc --ignore-existing --exclude='*.html' --exclude='*.html.??' --exclude='/release.json*' \
  "releases/$2/" current/ &&
rsync -rc --delay-updates "releases/$2/" current/ &&
rsync -rc --delete --filter='P /_assets/*' --filter='P /*/_assets/*' "releases/$2/" current/
