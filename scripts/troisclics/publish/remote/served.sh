# Print what the target $1 serves, once a switch that goes on there has ended.
cd "$1" && { exec 8<releases; timeout 20 flock 8; readlink current; }
