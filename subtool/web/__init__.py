"""The review page: its server, and the page itself in `page`."""
