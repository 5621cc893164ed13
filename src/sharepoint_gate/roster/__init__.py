"""What is declared: people, organisations, cases, stages, exceptions, processes and agreements. Pure."""
