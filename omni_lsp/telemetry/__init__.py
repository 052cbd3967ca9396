"""What can be seen of the work from outside: the log, and, when somebody wants them, spans and figures."""
