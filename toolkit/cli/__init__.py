"""The command line: a thin door on the pipeline and the stages."""
