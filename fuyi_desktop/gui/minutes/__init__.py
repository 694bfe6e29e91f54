"""笔录: the editor with one key for each speaker, and the window from which the parties read along."""
