"""The project's budgets, measured side by side with the tools that people use today."""
