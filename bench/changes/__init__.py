"""Named changes against pairs of versions that people labelled (bench/texts/changes/LABELS.md)."""
