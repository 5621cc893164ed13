"""Terms of use: agreements, who accepted them, and what the directory's log says about it."""
