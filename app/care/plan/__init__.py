"""The care plan: kinds of items, drafts and suggestions, versions, decisions, questions, the person's own day."""
