"""A sheet being worked on: edits as values, undo, the journal, and what is doubtful. Pure, the journal aside."""
