"""HTTP only: routes, problems, authentication, limits."""
