"""The kinds of file a script comes in, a module a kind, each read into a manuscript."""
