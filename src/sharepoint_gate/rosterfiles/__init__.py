"""Files that people edit: bytes in, declared values or faults with line and column out."""
