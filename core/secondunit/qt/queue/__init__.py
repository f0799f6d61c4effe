"""The job list: a model of rows, how a row is drawn, and the list with its acts."""
