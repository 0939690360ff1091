"""Layouts: every .toml here is one."""
