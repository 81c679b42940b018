"""What tables of results say: summaries, intervals, comparisons, sensitivity."""
