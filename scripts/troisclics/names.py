"""Names that mean something to every command. Apart from the model, so that reading them imports nothing."""

PORTAL = "portail"
"""The name of the site of no department, where a CODE is expected."""

IDENTITIES = "content/_departments.yml"
"""The national list of the departments: what each is called, and the name of its folder."""
