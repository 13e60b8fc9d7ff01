"""Turn a workspace's comments into one Response."""
