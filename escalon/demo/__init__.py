"""A desk at work, faster than life: people who ask, people who answer, and a board to watch it on."""
