"""Photos and files of documents beside a line of the plan. A photo shows a paper; it verifies nothing."""
