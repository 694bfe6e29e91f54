"""The page of templates: what holds, the editor with its page beside it, and the comparison."""
