"""Pages and figures to look at: checks, alignments, contact sheets, summaries."""
