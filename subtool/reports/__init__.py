"""Reports one would rather look at than read: each is one HTML page that needs nothing else. Pure."""
