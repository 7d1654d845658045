"""Verification: claims held against an article, by code for what code can know and by a judge model for the rest."""
