"""House styles: every .toml here is one."""
