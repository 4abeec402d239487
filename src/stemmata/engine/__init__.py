"""Where "for each" runs: in process, local workers; a cluster later. One seam: model.seams.Engine."""
