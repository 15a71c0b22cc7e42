"""The commands, a family a module: arguments in, messages in French out."""
