"""What things are: types and the language's tables; no algorithm, no I/O but reading tables."""
