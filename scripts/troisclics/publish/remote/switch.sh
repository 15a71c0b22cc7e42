# Serve the release $2 of the target $1, by one rename(2). With $3 = new, it is what has come in.
# The second lock outlives the connection: served.sh waits for its end.
cd "$1" && exec 8<releases && { timeout 20 flock 8; held; } && [ ! -L releases/.incoming ] &&
ln -sfn "releases/$2" .current.new &&
{ [ "$3" != new ] || mv -T releases/.incoming "releases/$2"; } && mv -T .current.new current
