"""How fast the service is: scripts to run from a checkout."""
